"""Write docs/marts.md: each mart and its columns, from the YAML of the models."""

import json
import re
from pathlib import Path
from textwrap import fill

PAGE = Path("docs/marts.md")
HEAD = """\
# Marts

People and BI tools read these tables: in the schema `marts` of `analytics.duckdb`, as
`exports/<mart>.parquet`, and wherever else you [publish](publishing.md) them.
`make marts-page` writes this page from the YAML in `models/marts/`.
"""
MART = """
## {alias}

{description}

| column | type | holds |
| --- | --- | --- |
{columns}
"""
COLUMN = "| `{name}` | {data_type} | {description} |"


def write_page(manifest: dict) -> str:
    """Return the page from the manifest that `dbt parse` writes."""
    marts = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    ]
    # Customers come first. Marts that only `make backtest` builds come last.
    marts.sort(key=lambda one: (one["tags"], one["alias"] != "customers", one["alias"]))
    return HEAD + "".join(map(describe_mart, marts))


def describe_mart(mart: dict) -> str:
    """Return the section of a mart."""
    columns = [
        COLUMN.format_map({**column, "description": on_one_line(column["description"])})
        for column in mart["columns"].values()
    ]
    key = r" (Primary key: .+)$"
    text = re.sub(key, r"\n\n\1", on_one_line(mart["description"]))
    paragraphs = [fill(one, 88) for one in text.split("\n\n")]
    return MART.format(
        alias=mart["alias"],
        description="\n\n".join(paragraphs),
        columns="\n".join(columns),
    )


def on_one_line(text: str) -> str:
    """Return a description as the text of a cell in a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(write_page(json.loads(Path("target/manifest.json").read_text())))

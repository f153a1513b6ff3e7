"""What `make build` was given, checked before dbt starts, which takes seconds."""

import difflib
from datetime import date
from pathlib import Path

import yaml

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import DATASETS
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError
from ingest.files.find import find_files
from ingest.files.remote import is_remote
from ingest.formats.columns import find_columns
from ingest.opening.sheets import drop_other_sheets
from ingest.opening.tables import open_table
from ingest.sources.load import find_blocks, load_block
from ingest.tables.address import find_address, hide_password
from ingest.tables.table import find_source_table

# The vars of dbt that have a word of make.
WORDS = {
    "orders_path": "ORDERS",
    "orders_source": "SOURCE",
    "events_path": "EVENTS",
    "events_source": "EVENTS_SOURCE",
    "sources_path": "SOURCES_PATH",
}


class GivenError(ValueError):
    """What cannot be meant, in a sentence."""


def read_given(environment) -> dict:
    """Return the vars of dbt for what the user asked of make.

    Whether a value is one that its var may have is for dbt to say, which does so
    before it reads any model (dbt_project.yml).

    Raises
    ------
    GivenError
        A target, a var, a source or a file that does not exist.
    """
    check_name("target", environment.get("TARGET") or "duckdb", known_targets())
    variables = read_vars(environment.get("VARS") or "{}")
    for name in variables:
        check_name("var", name, known_vars())
    for name, word in WORDS.items():
        if environment.get(word):
            variables[name] = environment[word]
    for content in DATASETS:
        path = variables.get(f"{content}_path")
        if isinstance(path, str):
            # dbt writes its vars down.
            variables[f"{content}_path"] = hide_password(content, path)
    try:
        check_files(variables, on_spark=environment.get("TARGET") == "spark")
    except OrdersError as error:
        raise GivenError(str(error)) from error
    return variables


def check_name(kind: str, name: str, known: list[str]) -> None:
    """Refuse a name that is not known, and say which is meant."""
    if name in known:
        return
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
    raise GivenError(f"There is no {kind} '{name}'. {hint}")


def known_targets() -> list[str]:
    """Return the engines that profiles.yml knows."""
    profile = yaml.safe_load(Path("profiles.yml").read_text(encoding="utf-8"))
    return [*profile["customer_segmentation"]["outputs"]]


def known_vars() -> list[str]:
    """Return the names of the vars of dbt_project.yml."""
    project = yaml.safe_load(Path("dbt_project.yml").read_text(encoding="utf-8"))
    # A mapping holds the vars of a package.
    return [
        name for name, value in project["vars"].items() if not isinstance(value, dict)
    ]


def read_vars(text: str) -> dict:
    """Return the vars of a YAML mapping."""
    try:
        variables = yaml.safe_load(text)
    except yaml.YAMLError:
        variables = None
    except ValueError as error:
        raise GivenError(f"VARS '{text}' cannot be read: {error}.") from error
    if not isinstance(variables, dict):
        raise GivenError(
            f"VARS has to be a mapping, such as '{{n_segments: 5}}', not '{text}'."
        )
    # JSON knows no dates.
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in variables.items()
    }


def check_files(variables: dict, *, on_spark: bool) -> None:
    """Refuse a source that no block has, and orders that are not there or do not fit.

    Raises
    ------
    ingest.errors.OrdersError
    """
    folder = variables.get("sources_path") or ""
    find_blocks(folder)
    for content in DATASETS.values():
        source = variables.get(content.source_var)
        block = load_block(source, folder, content) if source else None
        path = variables.get(f"{content.name}_path")
        # A URL is asked once, when it is read, and Spark may read from elsewhere.
        if not path or path == "none" or on_spark:
            continue
        if is_remote(path) and not find_address(path):
            continue
        table = find_source_table(
            path, block or SourceBlock(source or "", content.name)
        )
        if table and block:
            open_table(scratch().cursor(), table, block)
        elif not table:
            paths = find_files(path)
            if block:
                (first, *_), _ = drop_other_sheets(paths, block, path)
                find_columns(first, block)

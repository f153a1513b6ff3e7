"""The beginnings of a source block, guessed from a file's header and first lines."""

import csv
import re
from pathlib import Path

import yaml

from commands.guesses import (
    DATE_FORMATS,
    DECIMAL_COMMA,
    USUAL_FORMATS,
    all_dates,
    guess_columns,
)
from ingest.contents import ORDERS
from ingest.headers import is_json, is_parquet
from ingest.sources import find_blocks, simplify
from ingest.text import look

# Lines that the guesses look at.
LINES = 200
# A number or a date, which no column is named.
VALUE = re.compile(r"[-+\d.,:/TZ\s]*\d[-+\d.,:/TZ\s]*")


def block_path(path: str, folder: str) -> Path:
    """Return where the starter block for a file lies; its name is no shipped one."""
    name = re.sub(r"\W+", "", simplify(Path(path).name.partition(".")[0])) or "mine"
    return Path(folder) / f"{'my_' if name in find_blocks() else ''}{name}.yml"


def write_starter(block: Path, path: str, header: list[str]):
    """Write a block with the likeliest name for each column, and no value."""
    rows = first_rows(path)
    if any(VALUE.fullmatch(name) for name in header):
        lines = without_header(len(header))
    else:
        columns = guess_columns(header)
        places = {column: header.index(name) for column, name in columns.items()}
        lines = [
            *guess_settings(rows[1:], places),
            f"# The file has: {', '.join(map(quoted, header))}",
            "# order_id, customer_id, ordered_at and sales_amount are needed.",
            "columns:",
            *(
                f"  {column}: {quoted(columns[column])}"
                if column in columns
                else f"  # {column}: {computed(column, columns)}".rstrip()
                for column in ORDERS.columns
            ),
            *([] if columns else ["  {}"]),
        ]
    lines.insert(0, f"description: {quoted(f'Orders such as {Path(path).name}.')}")
    block.parent.mkdir(parents=True, exist_ok=True)
    block.write_text("\n".join(lines) + "\n", encoding="utf-8")


def computed(column: str, columns: dict[str, str]) -> str:
    """Return how a column that has no name could be computed from others."""
    if column == "sales_amount" and {"quantity", "unit_price"} <= columns.keys():
        return "{sql: quantity * unit_price}"
    return ""


def without_header(width: int) -> list[str]:
    """Return the lines of a block for a file that begins with an order."""
    return [
        "# How dates are written, as in strftime; nothing else is tried.",
        f"date_formats: {formats(USUAL_FORMATS)}",
        "# The file has no header: name the columns that are read, null skips one.",
        "# order_id, customer_id, ordered_at and sales_amount are needed.",
        "without_header:",
        f"  - [{', '.join(['null'] * width)}]",
        "columns: {}",
    ]


def guess_settings(rows: list[list[str]], places: dict[str, int]) -> list[str]:
    """Return the lines of a block that say how dates and numbers are written."""

    def values(column):
        place = places.get(column)
        whole = [row for row in rows if place is not None and place < len(row)]
        return [row[place].strip() for row in whole if row[place].strip()]

    fitting = [one for one in DATE_FORMATS if all_dates(values("ordered_at"), one)]
    lines = ["# How dates are written, as in strftime; nothing else is tried."]
    if len(fitting) > 1:
        lines.append(f"# The first lines may be any of {formats(fitting)}.")
    lines.append(f"date_formats: {formats(fitting[:1] or USUAL_FORMATS)}")
    amounts = values("sales_amount") + values("unit_price")
    if any(map(DECIMAL_COMMA.fullmatch, amounts)):
        lines.append("decimal_comma: true")
    return lines


def formats(words: list[str]) -> str:
    """Return date formats as a YAML list."""
    return f"[{', '.join(map(quoted, words))}]"


def first_rows(path: str) -> list[list[str]]:
    """Return the first lines of a table of text, split; none of other formats."""
    if is_parquet(path) or is_json(shape := look(path)):
        return []
    lines = [line for line in shape.head.split("\n") if line.strip()][:LINES]
    if shape.delimiter == "blanks":
        return [line.split() for line in lines]
    try:
        return list(csv.reader(lines, delimiter=shape.delimiter))
    except csv.Error:
        return []


def quoted(text: str) -> str:
    """Return a text as YAML in double quotes."""
    return yaml.safe_dump(
        text, default_style='"', width=float("inf"), allow_unicode=True
    ).strip()

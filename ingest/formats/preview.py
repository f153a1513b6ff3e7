"""The names of a file's columns and its first lines, whatever its format."""

import csv

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.formats.json_files.json_table import JsonTable, json_table
from ingest.formats.json_files.value_paths import items_of, value_at
from ingest.formats.parquet import is_parquet, read_metadata, rows_of
from ingest.formats.text.delimiters import BLANKS
from ingest.formats.text.find_header import is_json, sniff_with_block
from ingest.formats.text.layout import TextLayout
from ingest.formats.workbooks.addresses import is_sheet
from ingest.formats.workbooks.cells import cell_text
from ingest.formats.workbooks.sheet import read_sheet

ROWS = 200


def preview(path: str, block: SourceBlock) -> tuple[list[str], list[list[str]]]:
    """Return the names of all columns, and up to 200 lines of the file as text.

    Parameters
    ----------
    path : str
        Of a local file.
    block : SourceBlock
        How it is read; one that fits every file will do.

    Returns
    -------
    names : list of str
        Empty where a text has no header by this block.
    rows : list of list of str
        As long as the names; nothing is an empty text. Lines that cannot be split
        into the columns are left out.

    Raises
    ------
    OrdersError
        It is no table, or lacks what the block needs.
    """
    names, _, first = find_columns(path, block)
    if is_sheet(path):
        return names, sheet_rows(path, block)
    if is_parquet(path):
        return names, parquet_rows(path, names)
    layout = sniff_with_block(path, block)
    if is_json(layout.head):
        return names, json_rows(json_table(path, block, layout))
    rows = text_rows(layout)[1 if names else 0 :]
    return names, [
        row[: len(first)] for row in rows if len(row) >= len(first) and any(row)
    ][:ROWS]


def item_lists(path: str, block: SourceBlock) -> list[str]:
    """Return the lists of objects in the records of a JSON file: what `items` may name.

    Other files have none.
    """
    if is_sheet(path) or is_parquet(path):
        return []
    layout = sniff_with_block(path, block)
    return json_table(path, block, layout).lists if is_json(layout.head) else []


def sheet_rows(path: str, block: SourceBlock) -> list[list[str]]:
    """Return the first rows of a sheet."""
    rows = read_sheet(path, block).cells[:ROWS]
    return [[cell_text(cell, block.decimal_comma) for cell in row] for row in rows]


def text_rows(layout: TextLayout) -> list[list[str]]:
    """Return the lines of the beginning of a text, split."""
    lines = layout.head.split("\n")
    # The last one may be cut off.
    lines = [line for line in lines[:-1] or lines if line.strip()][: 3 * ROWS]
    if layout.delimiter == BLANKS:
        return [line.split() for line in lines]
    if not layout.has_quotes:
        return [line.split(layout.delimiter) for line in lines]
    try:
        return list(csv.reader(lines, delimiter=layout.delimiter))
    except csv.Error:
        return [line.split(layout.delimiter) for line in lines]


def json_rows(table: JsonTable) -> list[list[str]]:
    """Return the values of the first records, or of their items."""
    rows = []
    for record in table.first:
        items = items_of(record, table.items.keys) if table.items else [None]
        for item in items if isinstance(record, dict) else []:
            rows.append(
                [
                    text_of(value_at(item if place.is_of_item else record, place.keys))
                    for place in table.places.values()
                ]
            )
        if len(rows) >= ROWS:
            break
    return rows[:ROWS]


def text_of(value) -> str:
    """Return a value of JSON as text; an object or a list is none."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else ""


def parquet_rows(path: str, names: list[str]) -> list[list[str]]:
    """Return the first rows of a Parquet file."""
    values = read_metadata([path])[path].values
    columns = ", ".join(
        f"coalesce(cast({values[name].sql} as varchar), '')" for name in names
    )
    try:
        with duckdb.connect() as connection:
            rows = connection.execute(
                f"select {columns} from {rows_of([path])} limit {ROWS}"
            )
            return [list(row) for row in rows.fetchall()]
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise OrdersError(f"The Parquet file '{path}' is damaged: {reason}") from error

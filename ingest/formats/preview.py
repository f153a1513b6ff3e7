"""The column names and the first lines of a file of any format."""

import csv
from contextlib import suppress

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.formats.columns import find_columns
from ingest.formats.json_files.json_table import JsonTable, json_table
from ingest.formats.json_files.value_paths import items_of, value_at
from ingest.formats.parquet import damaged, is_parquet, read_metadata, rows_of
from ingest.formats.text.delimiters import BLANKS
from ingest.formats.text.find_header import is_json, sniff_with_block
from ingest.formats.text.layout import TextLayout
from ingest.formats.workbooks.addresses import is_sheet
from ingest.formats.workbooks.cells import cell_text
from ingest.formats.workbooks.sheet import read_sheet

ROWS = 200


def preview(path: str, block: SourceBlock) -> tuple[list[str], list[list[str]]]:
    """Return the names of all columns, and up to 200 lines of a local file as text.

    For a text without a header, the list of names is empty. Each line has one text per
    column, which is empty for NULL. Lines that cannot be split into the columns are
    left out. Raises the errors of `find_columns`.
    """
    names, _, first = find_columns(path, block)
    if is_sheet(path):
        cells = read_sheet(path, block).cells[:ROWS]
        comma = block.decimal_comma
        return names, [[cell_text(cell, comma) for cell in row] for row in cells]
    if is_parquet(path):
        return names, parquet_rows(path, names)
    layout = sniff_with_block(path, block)
    if is_json(layout.head):
        return names, json_rows(json_table(path, block, layout))
    width, rows = len(first), text_rows(layout)[1 if names else 0 :]
    rows = [row[:width] for row in rows if len(row) >= width and any(row)]
    return names, rows[:ROWS]


def item_lists(path: str, block: SourceBlock) -> list[str]:
    """Return the paths of the lists of objects in the records of a JSON file."""
    if is_sheet(path) or is_parquet(path):
        return []
    layout = sniff_with_block(path, block)
    return json_table(path, block, layout).lists if is_json(layout.head) else []


def text_rows(layout: TextLayout) -> list[list[str]]:
    """Return the first lines of a text, split into values."""
    lines = layout.head.split("\n")
    # The last line of the head may be cut.
    lines = [line for line in lines[:-1] or lines if line.strip()][: 3 * ROWS]
    if layout.delimiter == BLANKS:
        return [line.split() for line in lines]
    if layout.has_quotes:
        with suppress(csv.Error):
            return list(csv.reader(lines, delimiter=layout.delimiter))
    return [line.split(layout.delimiter) for line in lines]


def json_rows(table: JsonTable) -> list[list[str]]:
    """Return the values of the first records, or of their items."""
    rows: list[list[str]] = []
    for record in filter(lambda one: isinstance(one, dict), table.first):
        for item in items_of(record, table.items.keys) if table.items else [None]:
            values = [
                value_at(item if path.is_of_item else record, path.keys)
                for path in table.paths.values()
            ]
            rows.append([*map(json_text, values)])
        if len(rows) >= ROWS:
            break
    return rows[:ROWS]


def json_text(value) -> str:
    """Return a JSON value as text; empty for an object, a list and null."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else ""


def parquet_rows(path: str, names: list[str]) -> list[list[str]]:
    """Return the first rows of a Parquet file."""
    values = read_metadata([path])[path].values
    columns = ", ".join(
        f"coalesce(cast({values[name].sql} as varchar), '')" for name in names
    )
    query = f"select {columns} from {rows_of([path])} limit {ROWS}"
    try:
        with duckdb.connect() as connection:
            return [list(row) for row in connection.execute(query).fetchall()]
    except duckdb.Error as error:
        raise damaged(path, error) from error

"""Find the columns of a file of any format, and match them with a block."""

from ingest.blocks.matching import (
    is_number,
    match_columns,
    missing_columns,
    unnamed_columns,
)
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.json_files.json_table import json_table
from ingest.formats.parquet import is_parquet, read_metadata
from ingest.formats.text.delimiters import BLANKS
from ingest.formats.text.find_header import is_json, sniff_with_block
from ingest.formats.text.layout import HEAD, TextLayout
from ingest.formats.workbooks.addresses import MARK, is_sheet, split_sheet
from ingest.formats.workbooks.cells import sheets_of
from ingest.formats.workbooks.sheet import read_sheet


def find_columns(path: str, block: SourceBlock) -> tuple[list[str], dict, list[str]]:
    """Return the header, the position of each column to read, and the first line.

    Raises OrdersError if the file has no lines, cannot be read, or lacks columns.
    """
    if is_sheet(path):
        return columns_of_sheet(path, block)
    if is_parquet(path):
        reject_items(path, block)
        names = [*read_metadata([path])[path].values]
        return names, named_columns(path, block, names), names
    layout = sniff_with_block(path, block)
    kind, names, places = match_text(path, block, layout)
    is_whole, below = len(layout.head) < HEAD, layout.head.partition("\n")[2]
    if kind != "json" and names and places and is_whole and not below.strip():
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    return names, places, layout.first_fields


def columns_of_sheet(path: str, block: SourceBlock) -> tuple:
    """Return for a sheet what `find_columns` returns for a file."""
    reject_items(path, block)
    sheet = read_sheet(path, block)
    places = {} if sheet.names else unnamed_columns(block, sheet.first)
    try:
        places = places or named_columns(path, block, sheet.first)
    except OrdersError as error:
        workbook, _ = split_sheet(path)
        if len(sheets_of(workbook)) == 1:
            raise
        raise OrdersError(
            f"{error} If this sheet holds something else, name the sheet to read, as "
            f"in '{workbook}{MARK}2024'."
        ) from error
    if not sheet.cells:
        raise OrdersError(f"The sheet '{path}' has a header but no lines.")
    return sheet.names, places, sheet.first


def reject_items(path: str, block: SourceBlock) -> None:
    """Raise OrdersError if a block reads items of records, which only JSON has."""
    if block.items:
        raise OrdersError(
            f"The items of source '{block.name}' are read from JSON only: write "
            f"'{path}' with one line for each element of {block.items}."
        )


def match_text(
    path: str, block: SourceBlock, layout: TextLayout
) -> tuple[str, list[str], dict[str, int | str]]:
    """Return the format of a text, the names of its columns, and the columns to read.

    The names are empty for a file without a header. A column to read is given by its
    position, in JSON by its name.
    """
    if is_json(layout.head):
        names = [*json_table(path, block, layout).paths]
        places = named_columns(path, block, names)
        return "json", names, {one: names[place] for one, place in places.items()}
    kind = BLANKS if layout.delimiter == BLANKS else "csv"
    first = layout.first_fields
    if missing_columns(block, match_columns(block, first)):
        places = unnamed_columns(block, first)
        if places:
            return kind, [], places
    return kind, first, named_columns(path, block, first)


def named_columns(
    path: str, block: SourceBlock, header: list[str], kind: str = "file"
) -> dict[str, int]:
    """Return the position of each column to read, by the names in the header."""
    matched = match_columns(block, header)
    for place in matched.values():
        if header.count(header[place]) > 1:
            raise OrdersError(
                f"The header of '{path}' names {header[place]} more than once: rename "
                "the one that is not to be read."
            )
    wanted = []
    for column in missing_columns(block, matched):
        expressions = [f"= {sql}" for sql in block.expressions.get(column, [])]
        options = [*block.names.get(column, []), *expressions] or [column]
        wanted.append(f"{column} (looked for {' or '.join(options)})")
    if not wanted:
        return matched
    found = f"It has: {', '.join(header)}."
    # A first line with a number is no header, and its values may be personal.
    if any(map(is_number, header)):
        found = "Its first line seems to hold values: is the header missing?"
    raise OrdersError(
        f"The {kind} '{path}' lacks columns that source '{block.name}' "
        f"needs: {'; '.join(wanted)}. {found}"
    )

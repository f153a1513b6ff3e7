"""The columns of a file of any format, and the canonical column of each."""

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
from ingest.formats.text.find_header import is_json, sniff_with_block
from ingest.formats.text.layout import HEAD, TextLayout
from ingest.formats.workbooks.addresses import is_sheet
from ingest.formats.workbooks.sheet import other_sheets, read_sheet, reject_items


def find_columns(path: str, block: SourceBlock) -> tuple[list[str], dict, list[str]]:
    """Return the header, the position of each column that is read, and the first line.

    Raises
    ------
    OrdersError
        The file is no table or lacks columns.
    """
    if is_sheet(path):
        return columns_of_sheet(path, block)
    if is_parquet(path):
        names = [*read_metadata([path])[path].values]
        return names, columns_of_parquet(path, block, names), names
    layout = sniff_with_block(path, block)
    kind, names, places = match_text(path, block, layout)
    is_header_alone = (
        len(layout.head) < HEAD and not layout.head.partition("\n")[2].strip()
    )
    if kind != "json" and names and places and is_header_alone:
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    return names, places, layout.first_fields


def columns_of_sheet(path: str, block: SourceBlock) -> tuple:
    """Return the result of `find_columns` for a sheet."""
    reject_items(path, block)
    sheet = read_sheet(path, block)
    places = unnamed_columns(block, sheet.first) if not sheet.names else {}
    names = [] if places else sheet.names
    try:
        places = places or named_columns(path, block, names or sheet.first)
    except OrdersError as error:
        raise OrdersError(f"{error}{other_sheets(path)}") from error
    if not sheet.cells:
        raise OrdersError(f"The sheet '{path}' has a header but no lines.")
    return names, places, sheet.first


def columns_of_parquet(path: str, block: SourceBlock, names: list[str]) -> dict:
    """Return the position of each column to read from a Parquet file."""
    if block.items:
        raise OrdersError(
            f"The items of source '{block.name}' are read from JSON only: write "
            f"'{path}' with one line for each element of {block.items}."
        )
    return named_columns(path, block, names)


def match_text(
    path: str, block: SourceBlock, layout: TextLayout
) -> tuple[str, list[str], dict[str, int | str]]:
    """Return the format of a text, the names of its columns, and those that are read.

    The names are empty where the file has no header. The columns that are read have
    positions, in JSON names.
    """
    if is_json(layout.head):
        names = [*json_table(path, block, layout).paths]
        places = named_columns(path, block, names)
        return "json", names, {one: names[place] for one, place in places.items()}
    kind = "blanks" if layout.delimiter == "blanks" else "csv"
    first = layout.first_fields
    if missing_columns(block, match_columns(block, first)):
        places = unnamed_columns(block, first)
        if places:
            return kind, [], places
    return kind, first, named_columns(path, block, first)


def named_columns(
    path: str, block: SourceBlock, header: list[str], kind: str = "file"
) -> dict[str, int]:
    """Return the position of each column that is read, by the header."""
    matched = match_columns(block, header)
    for place in matched.values():
        if header.count(header[place]) > 1:
            raise OrdersError(
                f"The header of '{path}' names {header[place]} more than once: rename "
                "the one that is not to be read."
            )
    missing = missing_columns(block, matched)
    if missing:
        wanted = []
        for column in missing:
            expressions = [f"= {sql}" for sql in block.expressions.get(column, [])]
            options = [*block.names.get(column, []), *expressions] or [column]
            wanted.append(f"{column} (looked for {' or '.join(options)})")
        # A first line with a number is no header, and its values may be personal.
        found = f"It has: {', '.join(header)}."
        if any(is_number(field) for field in header):
            found = "Its first line seems to hold values: is the header missing?"
        raise OrdersError(
            f"The {kind} '{path}' lacks columns that source '{block.name}' "
            f"needs: {'; '.join(wanted)}. {found}"
        )
    return matched

"""Which columns a file has, and which canonical column each of them is."""

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
    """Return the header, which column is which, and the first line, as they are read.

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
    if kind != "json" and names and places and is_header_alone(layout):
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    return names, places, layout.first_fields


def columns_of_sheet(path: str, block: SourceBlock) -> tuple:
    """Return what `find_columns` does, of a sheet of a workbook."""
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
    """Return which value of a Parquet file is which.

    Raises
    ------
    OrdersError
        A required column is missing, or lines lie in a list.
    """
    if block.items:
        raise OrdersError(
            f"The items of source '{block.name}' are read from JSON only: write "
            f"'{path}' with one line for each element of {block.items}."
        )
    return named_columns(path, block, names)


def is_header_alone(layout: TextLayout) -> bool:
    """Return whether nothing stands below the first line of a small file."""
    return len(layout.head) < HEAD and not layout.head.partition("\n")[2].strip()


def match_text(
    path: str, block: SourceBlock, layout: TextLayout
) -> tuple[str, list[str], dict[str, int | str]]:
    """Return the format of a text file, the names of its columns, and which is which.

    The names are empty where the file has no header.

    Raises
    ------
    OrdersError
        A required column is missing, or the text is no table.
    """
    if is_json(layout.head):
        names = [*json_table(path, block, layout).places]
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
    """Return the position of each canonical column by its header.

    Raises
    ------
    OrdersError
        A required column is missing, or a column that is read stands there
        twice; names what was looked for.
    """
    matched = match_columns(block, header)
    for place in matched.values():
        if header.count(header[place]) > 1:
            raise OrdersError(
                f"The header of '{path}' names {header[place]} more than once."
            )
    missing = missing_columns(block, matched)
    if missing:
        wanted = "; ".join(
            f"{column} (looked for {' or '.join(looked_for(column, block))})"
            for column in missing
        )
        raise OrdersError(
            f"The {kind} '{path}' lacks columns that source '{block.name}' "
            f"needs: {wanted}. {columns_found(header)}"
        )
    return matched


def looked_for(column: str, block: SourceBlock) -> list[str]:
    """Return the names and the SQL by which a file may have a column."""
    options = [f"= {sql}" for sql in block.expressions.get(column, [])]
    return [*block.names.get(column, []), *options] or [column]


def columns_found(header: list[str]) -> str:
    """Return what a file has instead of the columns that were looked for.

    A first line with a number in it is no header: what it says is nobody's business.
    """
    if any(is_number(field) for field in header):
        return "Its first line seems to hold values: is the header missing?"
    return f"It has: {', '.join(header)}."

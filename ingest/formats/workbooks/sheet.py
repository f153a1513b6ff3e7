"""Turn a sheet into a table with typed columns and with row numbers."""

from dataclasses import dataclass
from datetime import date, datetime

from ingest.blocks.source_block import SourceBlock
from ingest.formats.workbooks.cells import (
    any_filled,
    cell_text,
    find_header,
    rows_of,
)


@dataclass(frozen=True)
class Sheet:
    """The lines of a sheet: all rows below the header that are not empty.

    Attributes
    ----------
    names : list of str
        The names of its columns; empty if it has no header.
    first : list of str
        The header as texts; if there is no header, the first line.
    numbers : list of int
        The row number (from 1) of each line.
    """

    names: list[str]
    first: list[str]
    numbers: list[int]
    cells: list[list]
    width: int


def read_sheet(path: str, block: SourceBlock) -> Sheet:
    """Return the lines of a sheet; the block decides which row is the header."""
    rows = rows_of(path)
    place, names = find_header(rows, block)
    lines = [
        (number, row)
        for number, row in enumerate(rows[place + 1 :], start=place + 2)
        if any_filled(row)
    ]
    return Sheet(
        names=names,
        first=names or [cell_text(cell) for _, row in lines[:1] for cell in row],
        numbers=[number for number, _ in lines],
        cells=[row for _, row in lines],
        width=len(rows[0]) if rows else 0,
    )


def table_of(sheet: Sheet, places: list[int], decimal_comma: bool):
    """Return columns of a sheet as an Arrow table, and their DuckDB types.

    The columns are `line_number`, `line_reason`, and `c<place>` for each place. A
    column that has only numbers or only dates gets that type; every other column is
    text.
    """
    import pyarrow as pa

    repeats = [
        # A printed report repeats the header on each page.
        bool(sheet.names)
        and all(cell_text(row[one]).strip() == sheet.names[one] for one in places)
        for row in sheet.cells
    ]
    reasons = ["line_repeats_the_header" if one else None for one in repeats]
    columns = {
        "line_number": pa.array(sheet.numbers, pa.int64()),
        "line_reason": pa.array(reasons, pa.string()),
    }
    writers = {
        "VARCHAR": lambda cell: cell_text(cell, decimal_comma),
        # A date without a time becomes midnight.
        "TIMESTAMP": lambda cell: (
            cell if isinstance(cell, datetime) else datetime(*cell.timetuple()[:6])
        ),
    }
    types = {}
    for place in places:
        cells = [
            None if repeated or row[place] == "" else row[place]
            for row, repeated in zip(sheet.cells, repeats, strict=True)
        ]
        type_, types[place] = type_of(cells, pa)
        if write := writers.get(types[place]):
            cells = [None if cell is None else write(cell) for cell in cells]
        columns[f"c{place}"] = pa.array(cells, type_)
    return pa.table(columns), types


def type_of(cells: list, pa) -> tuple:
    """Return the type of a column in Arrow and in DuckDB."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds and kinds <= {float, int}:
        return pa.float64(), "DOUBLE"
    if kinds == {date}:
        return pa.date32(), "DATE"
    if kinds and kinds <= {date, datetime}:
        return pa.timestamp("us"), "TIMESTAMP"
    return pa.string(), "VARCHAR"


def notes_of(path: str, sheet: Sheet) -> list[str]:
    """Return a message about columns that have no name."""
    unnamed = [
        letters_of(place)
        for place, name in enumerate(sheet.names)
        if not name and any(row[place] != "" for row in sheet.cells)
    ]
    if not unnamed:
        return []
    which = f"column{'s' if len(unnamed) > 1 else ''} {', '.join(unnamed)}"
    return [f"'{path}': {which} without a name in the header was not read."]


def letters_of(place: int) -> str:
    """Return the letters of a column in a spreadsheet: A, B, ..., Z, AA, ..."""
    letters, place = "", place + 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters

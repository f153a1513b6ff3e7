"""Read the cells of a sheet, and find its header.

python-calamine reads the cells. DuckDB's reader of workbooks would stop at the first
empty row, and would take the type of a column from its first cell.
"""

import functools
from pathlib import Path

from ingest.blocks.matching import has_all, match_columns, unnamed_columns
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.workbooks.addresses import MARK, split_sheet

# The header is searched for in the first 30 rows.
ROWS = 30
# The likeliest header has at least half as many filled cells as the fullest row.
MOSTLY = 0.5
# The number of sheets whose rows stay in memory until they are loaded.
SHEETS = 24
# Whole numbers above this one are not exact in a workbook.
LARGEST_WHOLE = 1e15


def sheets_of(path: str) -> list[str]:
    """Return the addresses of all sheets of a workbook, in the workbook's order."""
    return [f"{path}{MARK}{name}" for name in open_book(path).sheet_names]


def rows_of(path: str) -> list[list]:
    """Return the rows of a sheet, from row 1 on; an empty cell is an empty text."""
    workbook, sheet = split_sheet(path)
    status = Path(workbook).stat()
    return read_rows(workbook, sheet, (status.st_mtime_ns, status.st_size))


@functools.lru_cache(maxsize=SHEETS)
def read_rows(workbook: str, sheet: str, _stamp: tuple) -> list[list]:
    """Return the rows of a sheet. They are cached, as several blocks may be tried."""
    book = open_book(workbook)
    if sheet not in book.sheet_names:
        raise OrdersError(
            f"The workbook '{workbook}' has no sheet '{sheet}'. It has: "
            f"{', '.join(book.sheet_names)}."
        )
    found = read_book(
        workbook, lambda: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    width = len(found[0]) if found else 0
    # The sheet may have columns in which all cells are empty but coloured.
    while width and all(row[width - 1] == "" for row in found):
        width -= 1
    return [row[:width] for row in found] if found and width < len(found[0]) else found


def open_book(path: str):
    """Open a workbook with python-calamine."""
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as error:
        raise OrdersError(
            f"'{path}' is a workbook, which needs the package python-calamine: run "
            "make setup-tables, or pip install python-calamine."
        ) from error
    return read_book(path, lambda: CalamineWorkbook.from_path(path))


def read_book(path: str, read):
    """Call `read`, which reads the workbook; raise OrdersError if `read` fails."""
    from python_calamine import PasswordError

    try:
        return read()
    except PasswordError as error:
        raise OrdersError(
            f"The workbook '{path}' is protected by a password: save it without one."
        ) from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A panic of python-calamine's Rust code is no subclass of Exception.
    except BaseException as error:
        raise OrdersError(
            f"The workbook '{path}' is damaged: {error}. Open it and save it again."
        ) from error


def find_header(rows: list[list], block: SourceBlock) -> tuple[int, list[str]]:
    """Return the position of the header (from 0), and the names in it.

    Without a header, the list of names is empty, and the position is that of the row
    above the first line.
    """
    if block.skip_lines is not None:
        place = block.skip_lines
        return place, texts_of(rows[place]) if place < len(rows) else []
    places = [place for place, row in enumerate(rows[:ROWS]) if any_filled(row)]
    texts = {place: texts_of(rows[place]) for place in places}
    place = next((one for one in places if has_all(block, texts[one])), None)
    if place is None and places and unnamed_columns(block, texts[places[0]]):
        return places[0] - 1, []
    if place is None:
        place = likeliest(rows, texts, block)
    return place, texts.get(place, [])


def likeliest(rows: list[list], texts: dict[int, list[str]], block) -> int:
    """Return the position of the likeliest header; 0 if there are no rows.

    The likeliest header is the row with the most names of the block. If no row has any,
    it is the first row that has only texts and enough filled cells.
    """
    named = {place: len(match_columns(block, texts[place])) for place in texts}
    if best := max(named.values(), default=0):
        return next(place for place in named if named[place] == best)
    filled = {place: sum(map(bool, texts[place])) for place in texts}
    fullest = max(filled.values(), default=0)
    for place in texts:
        are_texts = all(isinstance(cell, str) for cell in rows[place])
        if are_texts and filled[place] >= MOSTLY * fullest:
            return place
    return next(iter(texts), 0)


def any_filled(row: list) -> bool:
    """Return whether a row has a filled cell."""
    # The first test is faster than the second, but counts zeros and False as empty.
    return any(row) or any(cell != "" for cell in row)


def texts_of(row: list) -> list[str]:
    """Return the cells of a row as texts."""
    return [cell_text(cell).strip() for cell in row]


def cell_text(cell, decimal_comma: bool = False) -> str:
    """Return a cell as it would be in a text file; a whole number has no `.0`."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        is_whole = cell.is_integer() and abs(cell) < LARGEST_WHOLE
        text = str(int(cell)) if is_whole else repr(cell)
        return text.replace(".", ",") if decimal_comma else text
    # Dates and times are in ISO 8601, with a blank instead of the `T`.
    return str(cell)

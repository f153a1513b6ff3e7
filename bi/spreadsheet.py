"""CSV that a spreadsheet opens: as it was meant, and without running any of it."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from bi.files import beside, flush

# A spreadsheet takes a text that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Without it Excel reads the code page of the machine instead of UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def write_spreadsheet(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence]
) -> int:
    """Write rows as CSV, all at once or not at all; return how many.

    Parameters
    ----------
    path : Path
        Where the file goes, in place of one with the same columns.
    columns : sequence of str
    rows : iterable of sequences
        Text, numbers, dates and None.

    Raises
    ------
    FileExistsError
        At the path is something else.
    """
    header = BYTE_ORDER_MARK + line(columns)
    if path.exists() and not begins_with(path, header):
        raise FileExistsError(f"'{path}' is something else")
    count = 0
    new = beside(path)
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(header)
            for row in rows:
                file.write(line(row))
                count += 1
        flush(new)
        os.replace(new, path.resolve())
    finally:
        new.unlink(missing_ok=True)
    return count


def begins_with(path: Path, text: str) -> bool:
    """Return whether there is a file that begins with a text."""
    start = text.encode()
    with path.open("rb") as file:
        return file.read(len(start)) == start


def line(values: Iterable) -> str:
    """Return values as a line of CSV."""
    return ",".join(map(cell, values)) + "\r\n"


def cell(value) -> str:
    """Return a value as CSV: text in quotes and harmless, nothing for None."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    harmless = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + harmless.replace('"', '""') + '"'

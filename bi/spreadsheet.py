"""Write CSV that spreadsheets show as text, without running formulas."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bi.files import replacing

# Spreadsheets read texts that start like this as formulas.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Without this mark, Excel does not read the file as UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def write_spreadsheet(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence]
) -> int:
    """Write all rows as CSV, or none; return their number.

    Parameters
    ----------
    path : Path
        A new file, or a file with the same columns, which is replaced.
    columns : sequence of str
    rows : iterable of sequences
        Texts, numbers, dates and None.

    Raises
    ------
    FileExistsError
        The existing file has other columns.
    """
    header = BYTE_ORDER_MARK + line(columns)
    if path.exists():
        with path.open("rb") as former:
            if former.read(len(header.encode())) != header.encode():
                raise FileExistsError(f"'{path}' is something else")
    count = 0
    with replacing(path) as new, new.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        for row in rows:
            file.write(line(row))
            count += 1
    return count


def line(values: Iterable) -> str:
    """Return values as a line of CSV."""
    return ",".join(map(cell, values)) + "\r\n"


def cell(value) -> str:
    """Return a value as CSV: text in quotes, nothing for None."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    harmless = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + harmless.replace('"', '""') + '"'

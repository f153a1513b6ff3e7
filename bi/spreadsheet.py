"""Write CSV that spreadsheets show as text, without running formulas."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from bi.files import replacing

# Spreadsheets read texts that start like this as formulas.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Without this mark, Excel does not read the file as UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def write_spreadsheet(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence],
    former_columns: Sequence[str] = (),
) -> int:
    """Write all rows as CSV, or none; return their number.

    Parameters
    ----------
    path : Path
        A new file, or an earlier list, which is replaced.
    columns : sequence of str
    rows : iterable of sequences
        Texts, numbers, dates and None.
    former_columns : sequence of str, optional
        Columns that only earlier lists have.

    Raises
    ------
    FileExistsError
        The existing file is no list of ours.
    """
    header = BYTE_ORDER_MARK + line(columns)
    if path.exists() and not is_earlier_list(path, columns, former_columns):
        raise FileExistsError(f"'{path}' is something else")
    count = 0
    with replacing(path) as new, new.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        for row in rows:
            file.write(line(row))
            count += 1
    return count


def is_earlier_list(
    path: Path, columns: Sequence[str], former_columns: Sequence[str]
) -> bool:
    """Return whether the first line of a file is a header of ours.

    The header of an earlier version begins with the same three columns and may lack
    some of the others.
    """
    if not path.is_file() and not path.is_dir():
        return False
    known = {*columns, *former_columns}
    longest = len((BYTE_ORDER_MARK + line(sorted(known))).encode())
    with path.open("rb") as file:
        header = file.readline(longest).decode(errors="replace")
    names = next(csv.reader([header.removeprefix(BYTE_ORDER_MARK)], strict=False), [])
    return (
        header == BYTE_ORDER_MARK + line(names)
        and names[:3] == list(columns[:3])
        and known.issuperset(names)
    )


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

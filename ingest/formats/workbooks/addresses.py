"""Addresses of sheets: `orders.xlsx?sheet=2024`, or `orders.xlsx` for all sheets."""

from pathlib import Path

MARK = "?sheet="
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
# The first bytes of a workbook. The ending of a name proves nothing: many text files
# also end in `.xls`.
BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def split_sheet(path: str) -> tuple[str, str]:
    """Return the workbook and the sheet of an address; the sheet may be empty."""
    workbook, _, sheet = path.rpartition(MARK)
    return (workbook, sheet) if workbook.lower().endswith(ENDINGS) else (path, "")


def file_of(path: str) -> str:
    """Return the file of a path. For the address of a sheet, this is the workbook."""
    return split_sheet(path)[0]


def is_sheet(path: str) -> bool:
    """Return whether a path names a sheet."""
    return bool(split_sheet(path)[1])


def is_workbook(path: str) -> bool:
    """Return whether a file is a workbook, by its name and its first bytes."""
    if not path.lower().endswith(ENDINGS) or not Path(path).is_file():
        return False
    with open(path, "rb") as file:
        return file.read(4) in BEGINNINGS

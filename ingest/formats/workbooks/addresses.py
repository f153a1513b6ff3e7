"""What sheets are called: `orders.xlsx?sheet=2024`; `orders.xlsx` means all."""

from pathlib import Path

MARK = "?sheet="
# Texts are often called so, too: what they begin with tells.
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def split_sheet(path: str) -> tuple[str, str]:
    """Return the workbook and the sheet that a path names; else itself and nothing."""
    workbook, mark, sheet = path.rpartition(MARK)
    is_one = mark and workbook.lower().endswith(ENDINGS)
    return (workbook, sheet) if is_one else (path, "")


def file_of(path: str) -> str:
    """Return the file that a path names, or that the sheet lies in that it names."""
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

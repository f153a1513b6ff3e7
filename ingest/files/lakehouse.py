"""Recognise folders that are tables of a lakehouse.

A log in the folder of the table lists the files and rows that count. A reader of the
files that ignores the log would also read deleted rows.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.errors import OrdersError

# The file or folder by which the folder of a table is recognised, by format.
MARKS = {
    "Delta": "_delta_log",
    "Iceberg": "metadata/*.metadata.json",
    "Hudi": ".hoodie",
}
DELTA, ICEBERG, HUDI = MARKS


def format_of(folder: str) -> str:
    """Return the table format of a folder; empty if the folder is not a table."""
    return match_format(lambda mark: next(Path(folder).glob(mark), None))


def match_format(find: Callable) -> str:
    """Return the format whose mark `find` finds; empty if it finds none."""
    return next((name for name, mark in MARKS.items() if find(mark)), "")


def reject_files_of_tables(
    path: str,
    folders: Iterable[str],
    formats: Callable[[str], str] = format_of,
    hint: str = "",
) -> None:
    """Raise OrdersError if a folder of files, or a folder above it, is a table.

    `formats` returns the table format of a folder, and `hint` ends the message.
    """
    for folder in with_parents(folders):
        if format_ := formats(folder):
            hint = hint or f"name the table, as in ORDERS={folder}"
            if format_ == HUDI:
                hint = "export it as Parquet, which is read."
            raise OrdersError(
                f"'{path}' names files of the {format_} table '{folder}', whose log "
                f"says which rows were deleted: {hint}"
            )


def with_parents(folders: Iterable[str]) -> list[str]:
    """Return folders and all their parents, the outer ones first."""
    found: dict[str, None] = {}
    for folder in folders:
        while folder and folder not in found:
            found[folder] = None
            folder = folder.rpartition("/")[0]
    return sorted(found, key=lambda folder: folder.count("/"))

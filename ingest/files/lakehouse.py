"""Folders that are tables: a log beside the files says which of their rows count.

Read as files, such a folder gives deleted rows as well.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.errors import OrdersError

# The mark of each format in the folder of a table.
MARKS = {
    "Delta": "_delta_log",
    "Iceberg": "metadata/*.metadata.json",
    "Hudi": ".hoodie",
}
DELTA, ICEBERG, HUDI = MARKS


def format_of(folder: str) -> str:
    """Return the format of the table that a folder is; empty where it is none."""
    return match_format(lambda mark: next(Path(folder).glob(mark), None))


def match_format(find: Callable) -> str:
    """Return the format whose mark `find` finds; empty for none."""
    return next((name for name, mark in MARKS.items() if find(mark)), "")


def reject_files_of_tables(
    path: str, folders: Iterable[str], formats: Callable[[str], str] = format_of
) -> None:
    """Raise OrdersError where files, in these folders, belong to a table.

    `formats` returns the format of the table that a folder is.
    """
    for folder in with_parents(folders):
        if format_ := formats(folder):
            hint = f"name the table, as in ORDERS={folder}"
            if format_ == HUDI:
                hint = "export it as Parquet, which is read."
            raise OrdersError(
                f"'{path}' means files of the {format_} table '{folder}', which alone "
                f"knows which rows were deleted: {hint}"
            )


def with_parents(folders: Iterable[str]) -> list[str]:
    """Return folders and all their parents, the outer ones first."""
    found: dict[str, None] = {}
    for folder in folders:
        while folder and folder not in found:
            found[folder] = None
            folder = folder.rpartition("/")[0]
    return sorted(found, key=lambda folder: folder.count("/"))

"""Folders that are tables: a log beside the files says which of their rows count.

Read by a pattern, such a folder gives rows that were deleted long ago.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.errors import OrdersError

# What lies in the folder of a table of each format.
SIGNS = {
    "Delta": "_delta_log",
    "Iceberg": "metadata/*.metadata.json",
    "Hudi": ".hoodie",
}
DELTA, ICEBERG, HUDI = SIGNS


def format_of(folder: str) -> str:
    """Return of what format the table is that a folder is; nothing where it is none."""
    place = Path(folder)
    found = (one for one, sign in SIGNS.items() if next(place.glob(sign), None))
    return next(found, "")


def reject_files_of_tables(
    asked: str, folders: Iterable[str], formats: Callable[[str], str] = format_of
) -> None:
    """Raise OrdersError where files lie in a table that says itself which count.

    Parameters
    ----------
    asked : str
        What the user named: a file, a folder or a pattern.
    folders : iterable of str
        In which its files lie.
    formats : callable
        Tells the format of the table that a folder is.
    """
    for folder in with_parents(folders):
        if format_ := formats(folder):
            raise OrdersError(table_message(asked, folder, format_))


def table_message(asked: str, folder: str, format_: str) -> str:
    """Return why files of a table are not read, and what to name instead."""
    why = (
        f"'{asked}' means files of the {format_} table '{folder}', which alone knows "
        "which rows were deleted"
    )
    if format_ == HUDI:
        return f"{why}: export it as Parquet, which is read."
    return f"{why}: name the table, as in ORDERS={folder}"


def with_parents(folders: Iterable[str]) -> list[str]:
    """Return folders and all that they lie in, the outer ones first."""
    found: dict[str, None] = {}
    for folder in folders:
        while folder and folder not in found:
            found[folder] = None
            folder = folder.rpartition("/")[0]
    return sorted(found, key=lambda folder: folder.count("/"))

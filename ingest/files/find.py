"""Find the files of a path, a folder or a pattern."""

import glob
import os
from pathlib import Path

from ingest.errors import OrdersError
from ingest.files.folders import LOCK, files_in
from ingest.files.lakehouse import reject_files_of_tables
from ingest.files.remote import fetch_files, is_remote
from ingest.formats.workbooks.addresses import MARK, is_workbook, split_sheet
from ingest.formats.workbooks.cells import sheets_of


def find_files(path: str) -> list[str]:
    """Return the files of a path, a folder or a pattern such as `orders/*.csv`, sorted.

    For a URL, the paths are those of local copies. A workbook is replaced by the
    addresses of its sheets. Raises OrdersError for files that do not exist, cannot be
    fetched, or belong to a table.
    """
    named, sheet = split_sheet(path)
    if is_remote(named) and not Path(named).is_file():
        found = [*fetch_files(named)]
    else:
        found = find_local(named)
        reject_files_of_tables(named, folders_of(found))
    return [one for file in found for one in sheets_in(file, sheet)]


def sheets_in(file: str, sheet: str) -> list[str]:
    """Return the addresses of all sheets of a workbook, or only of a named sheet."""
    if is_workbook(file):
        return [f"{file}{MARK}{sheet}"] if sheet else sheets_of(file)
    if sheet:
        raise OrdersError(f"'{file}' is no workbook: leave '{MARK}{sheet}' out.")
    return [file]


def folders_of(files: list[str]) -> list[str]:
    """Return each folder's path as named, as absolute path, and without links."""
    linked = [os.path.realpath(one) for one in files if os.path.islink(one)]
    named = dict.fromkeys(os.path.dirname(one) for one in [*files, *linked])
    absolute = [os.path.abspath(one) for one in named]
    return [*named, *absolute, *map(os.path.realpath, named)]


def find_local(path: str) -> list[str]:
    """Return the files of a path, a folder or a pattern on this machine, sorted."""
    if Path(path).is_file():
        return [path]
    if Path(path).is_dir():
        return files_in(path)
    found = [
        one
        for one in glob.glob(path, recursive=True)
        if Path(one).is_file() and not Path(one).name.startswith(LOCK)
    ]
    if not found:
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    return sorted(found)

"""Find the files of a path or pattern."""

import glob
import os
from pathlib import Path

from ingest.errors import OrdersError
from ingest.folders import files_in
from ingest.lakehouse import refuse_files_of_tables
from ingest.remote import fetch_files, is_remote


def find_files(path: str) -> list[str]:
    """Return the files of a path, a folder or a pattern such as `orders/*.csv`, sorted.

    Of a URL these are local copies.

    Raises
    ------
    OrdersError
        There is no such file, it cannot be fetched, or it is one of a table that says
        elsewhere which rows count.
    """
    if is_remote(path) and not Path(path).is_file():
        return [*fetch_files(path)]
    found = find_local(path)
    refuse_files_of_tables(path, folders_of(found))
    return found


def folders_of(files: list[str]) -> list[str]:
    """Return the folders of files, as they are named and where they really lie."""
    linked = [os.path.realpath(one) for one in files if os.path.islink(one)]
    named = dict.fromkeys(os.path.dirname(one) for one in [*files, *linked])
    whole = [os.path.abspath(one) for one in named]
    return [*named, *whole, *map(os.path.realpath, named)]


def find_local(path: str) -> list[str]:
    """Return the files of a path, a folder or a pattern on this machine, sorted."""
    if Path(path).is_file():
        return [path]
    if Path(path).is_dir():
        return files_in(path)
    found = [one for one in glob.glob(path, recursive=True) if Path(one).is_file()]
    if not found:
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    return sorted(found)

"""Find the files of a path or pattern."""

import glob
from pathlib import Path

from ingest.errors import OrdersError
from ingest.remote import fetch_files, is_remote


def find_files(path: str) -> list[str]:
    """Return the files of a path or a pattern such as `orders/*.csv`, sorted.

    Of a URL these are local copies.

    Raises
    ------
    OrdersError
        There is no such file, or it cannot be fetched.
    """
    if Path(path).is_file():
        return [path]
    if is_remote(path):
        return [*fetch_files(path)]
    if Path(path).is_dir():
        raise OrdersError(
            f"'{path}' is a folder. Name its files, such as '{path.rstrip('/')}/*.csv'."
        )
    found = [one for one in glob.glob(path, recursive=True) if Path(one).is_file()]
    if not found:
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    return sorted(found)

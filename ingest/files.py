"""Find the files of a path or pattern."""

import glob
from pathlib import Path

from ingest.errors import OrdersError


def find_files(path: str) -> list[str]:
    """Return the files of a path or a pattern such as `orders/*.csv`, sorted.

    Raises
    ------
    OrdersError
        There is no such file.
    """
    if Path(path).is_file():
        return [path]
    if Path(path).is_dir():
        raise OrdersError(
            f"'{path}' is a folder. Name its files, such as '{path.rstrip('/')}/*.csv'."
        )
    found = [one for one in glob.glob(path, recursive=True) if Path(one).is_file()]
    if not found:
        raise OrdersError(f"There is no order file '{path}'. Check orders_path.")
    return sorted(found)

"""What publishing and the report share: writing beside a place, surely, then moving."""

import os
import shutil
from pathlib import Path


def beside(path: Path) -> Path:
    """Return the temporary neighbour that is renamed to `path` at the end.

    Where `path` is a link, it is a neighbour of what the link leads to.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.new")


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk.

    Otherwise a rename could be there after a power cut, and what it renamed not.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(*paths: Path) -> None:
    """Remove files and folders, whether they are there or not."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

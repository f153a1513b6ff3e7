"""Write a file beside the old file, then rename it: readers see the old or new file."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def beside(path: Path) -> Path:
    """Return a temporary path beside `path`, or beside the target of a link."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.new")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path to write, which replaces `path` after the block.

    An error in the block leaves `path` unchanged.
    """
    new = beside(path)
    try:
        yield new
        flush(new)
        os.replace(new, path.resolve())
    finally:
        new.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Wait until the system has written a file, or the names in a folder, to the disk.

    Without this wait, a power cut could keep the new name of a file and lose its
    content.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(*paths: Path) -> None:
    """Remove files and folders; a missing one is no error."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

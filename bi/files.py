"""Write a file beside the old file, then rename it: readers see the old or new file."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from bi.places.leftovers import discard


def beside(path: Path) -> Path:
    """Return a temporary path beside `path`, or beside the target of a link."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.new")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path to write, which replaces `path` after the block.

    An error in the block leaves `path` unchanged. PlaceError is raised if the temporary
    path holds something else.
    """
    new = beside(path)
    # An interrupted run may have left a temporary file.
    discard(new)
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

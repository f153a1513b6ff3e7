"""Swap new files in, so that readers see either all old or all new files."""

import ctypes
import os
from pathlib import Path

from bi.files import flush
from bi.places.leftovers import discard, logs_of

# Constants of Linux: a path is relative to the working directory; two names are
# exchanged.
AT_FDCWD = -100
RENAME_EXCHANGE = 2


def replace_database(new: Path, old: Path) -> None:
    """Rename a DuckDB file over another one; readers keep the old one open."""
    old = old.resolve()
    # The logs of the old file are removed, because DuckDB would apply them to the new
    # file.
    discard(*logs_of(old))
    os.replace(new, old)
    flush(old.parent)


def replace_folder(new: Path, old: Path) -> None:
    """Put the folder `new` in the place of `old`.

    A program that is reading the old files goes on in the hidden folder
    `.NAME.previous`, which stays until the next publication.
    """
    old = old.resolve()
    previous = old.with_name(f".{old.name}.previous")
    discard(previous)
    if not old.exists():
        os.replace(new, old)
    elif exchange(new, old):
        os.replace(new, previous)
    else:
        os.replace(old, previous)
        os.replace(new, old)
    flush(old.parent)


def exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; return False if the system cannot.

    Only Linux can swap two folders that contain files. On macOS and network drives
    there are two renames, and the folder is missing for a moment between them.
    """
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    status = rename(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    return status == 0

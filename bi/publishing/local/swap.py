"""Swap new files in, so that readers see either all old or all new files."""

import ctypes
import os
from pathlib import Path

from bi.files import discard, flush

# Constants of Linux: paths relative to the working directory; exchange two names.
AT_FDCWD = -100
RENAME_EXCHANGE = 2


def replace_database(new: Path, old: Path) -> None:
    """Rename a DuckDB file over another one; readers keep the old one open."""
    old = old.resolve()
    # DuckDB would apply a log of the old file to the new one.
    discard(old.with_name(f"{old.name}.wal"))
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
    """Swap two names at once; return False if the system cannot.

    Only the kernel of Linux can swap folders with files. On macOS and network drives
    the folder is missing for a moment between two renames.
    """
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    status = rename(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    return status == 0

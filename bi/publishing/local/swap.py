"""Put new files where the old ones are; whoever looks sees all of one of them."""

import ctypes
import os
from pathlib import Path

from bi.files import discard, flush

# Of Linux: paths are absolute or relative to the working directory; two names swap.
AT_FDCWD = -100
RENAME_EXCHANGE = 2


def replace_database(new: Path, old: Path) -> None:
    """Rename a DuckDB file over another one, which its readers keep."""
    old = old.resolve()
    # What somebody wrote into the published file. DuckDB would add it to the new one.
    discard(old.with_name(f"{old.name}.wal"))
    os.replace(new, old)
    flush(old.parent)


def replace_folder(new: Path, old: Path) -> None:
    """Put the folder `new` where `old` is, and keep `old` until the next time.

    A program that reads several files while this happens can go on in the folder it
    began in: it is `previous_of(old)` now.
    """
    old = old.resolve()
    previous = previous_of(old)
    discard(previous)
    if not old.exists():
        os.replace(new, old)
    elif exchange(new, old):
        os.replace(new, previous)
    else:
        os.replace(old, previous)
        os.replace(new, old)
    flush(old.parent)


def previous_of(folder: Path) -> Path:
    """Return where the folder lies that `folder` replaced."""
    folder = folder.resolve()
    return folder.with_name(f".{folder.name}.previous")


def exchange(one: Path, other: Path) -> bool:
    """Swap two names at once; return False where the system cannot.

    Python knows no call that replaces a folder with files in it. Where the kernel's is
    missing (macOS, network drives), there is a moment between two renames.
    """
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    status = rename(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    return status == 0

"""Follow links to the place that a command would write."""

import os
from pathlib import Path

from bi.places.errors import foreign


def resolve(setting: str, path: Path) -> Path:
    """Return the absolute place behind links, which may be missing.

    Raises
    ------
    PlaceError
        The links lead in a circle, the system cannot look at the place, or the place is
        `/`.
    """
    try:
        place = path.resolve()
        os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        # A missing place is no error, and `refuse_unwritable` names a parent that is no
        # folder.
        pass
    # Path.resolve raises RuntimeError for a circle of links, and ValueError for a NUL.
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise foreign(setting, path, f"cannot be looked at ({why})") from error
    if place == place.parent:
        raise foreign(setting, path, "is the root of all files")
    return place


def kind_of(place: Path) -> str:
    """Return what is at a resolved place: missing, file, folder or something else."""
    if place.is_file():
        return "file"
    if place.is_dir():
        return "folder"
    return "something else" if os.path.lexists(place) else "missing"


def is_file(setting: str, path: Path) -> bool:
    """Return whether a file is there; False if nothing is there.

    Raises
    ------
    PlaceError
        Something else is there, such as a folder or a device.
    """
    kind = kind_of(resolve(setting, path))
    if kind in ("folder", "something else"):
        is_what = "is a folder" if kind == "folder" else "is no ordinary file"
        raise foreign(setting, path, is_what)
    return kind == "file"


def refuse_mount(setting: str, path: Path) -> None:
    """Raise PlaceError for a place that is mounted: nothing can take its name."""
    if os.path.ismount(resolve(setting, path)):
        raise foreign(
            setting,
            path,
            "is a mounted drive or file and cannot be exchanged for a new one",
            "name a place in a mounted folder",
        )

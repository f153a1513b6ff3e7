"""Refuse two settings that name one place, or a place inside another one."""

import os
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from bi.places.errors import PlaceError
from bi.places.leftovers import LOGS
from bi.places.resolve import resolve

LOGS_OF_IT = [f"{{}}.{log}" for log in LOGS]
# The files that commands write beside each place, by setting. `{}` is the name of the
# place.
BESIDE = {
    "WAREHOUSE_PATH": (*LOGS_OF_IT, "{}.tmp", ".{}.lock"),
    "ANALYTICS_PATH": (
        *LOGS_OF_IT,
        ".{}.new",
        *(f".{{}}.new.{log}" for log in LOGS),
        ".{}.lock",
    ),
    "EXPORTS_PATH": (".{}.new", ".{}.previous", ".{}.lock"),
    "REPORT_PATH": (".{}.new",),
    "OUT": (".{}.new",),
}
# In these folders, dbt writes files under names of its own. Other files may be there.
OPEN_FOLDERS = ("DBT_TARGET_PATH", "DBT_LOG_PATH")


def refuse_shared(places: Mapping[str, Path], inputs: Mapping[str, list] = {}) -> None:
    """Raise PlaceError if one place would be written over another one.

    Links are followed. In a file system that ignores case, names that differ only in
    case are one place.

    Parameters
    ----------
    places : mapping of str to Path
        Places that commands write, by setting.
    inputs : mapping of str to list of Path
        Files that commands read, by setting.
    """
    claims = {name: list(claims_of(name, path)) for name, path in places.items()}
    for one, other in combinations(places, 2):
        if one in OPEN_FOLDERS and other in OPEN_FOLDERS:
            continue
        if any(
            overlap(first, second, one in OPEN_FOLDERS, other in OPEN_FOLDERS)
            for first in claims[one]
            for second in claims[other]
        ):
            raise shared(one, places[one], other, places[other])
    for setting, files in inputs.items():
        for file in files:
            read = fold(resolve(setting, file))
            for name, path in places.items():
                if any(overlap(claim, read, True, True) for claim in claims[name]) or (
                    name not in OPEN_FOLDERS and is_inside(read, claims[name][0])
                ):
                    raise shared(setting, file, name, path)


def shared(one: str, path: Path, other: str, other_path: Path) -> PlaceError:
    """Return the error of two settings that name one place."""
    return PlaceError(
        f"{one} ('{path}') and {other} ('{other_path}') name one place, or one lies "
        "inside the other, so one would destroy the other. Nothing was changed: choose "
        "different places."
    )


def claims_of(setting: str, path: Path) -> Iterator[Path]:
    """Yield a place, then the temporary places beside it."""
    place = resolve(setting, path)
    yield fold(place)
    for name in BESIDE.get(setting, ()):
        yield fold(place.with_name(name.format(place.name)))


def overlap(one: Path, other: Path, one_is_open: bool, other_is_open: bool) -> bool:
    """Return whether two places are the same, or one is inside a closed folder."""
    return (
        one == other
        or (not one_is_open and is_inside(other, one))
        or (not other_is_open and is_inside(one, other))
    )


def is_inside(path: Path, folder: Path) -> bool:
    """Return whether a path is below a folder."""
    return folder in path.parents


def fold(place: Path) -> Path:
    """Return a resolved place in lower case if its file system ignores case."""
    folder = next(one for one in place.parents if one.exists())
    return Path(str(place).casefold()) if ignores_case(folder) else place


def ignores_case(folder: Path) -> bool:
    """Return whether a folder is found under a name in other letters, too."""
    other = Path(str(folder).swapcase())
    return (
        other != folder and os.path.lexists(other) and os.path.samefile(other, folder)
    )

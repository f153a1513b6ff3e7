"""Refuse two settings that name one place, or a place inside another one."""

import os
from collections.abc import Iterator, Mapping
from itertools import combinations, product
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


def refuse_shared(
    places: Mapping[str, Path], inputs: Mapping[str, list[Path]] | None = None
) -> None:
    """Raise PlaceError if one place would be written over another one.

    Links are followed. In a file system that ignores case, names that differ only in
    case are one place.

    Parameters
    ----------
    places : mapping of str to Path
        Places that commands write, by setting.
    inputs : mapping of str to list of Path, optional
        Files that commands read, by setting.
    """
    claims = {name: list(claims_of(name, path)) for name, path in places.items()}
    for one, other in combinations(places, 2):
        if meet(one, claims[one], other, claims[other]):
            raise shared(one, places[one], other, places[other])
    for setting, files in (inputs or {}).items():
        for file, name in product(files, places):
            if meet(setting, [fold(resolve(setting, file))], name, claims[name]):
                raise shared(setting, file, name, places[name])


def shared(one: str, path: Path, other: str, other_path: Path) -> PlaceError:
    """Return the error of two settings that name one place."""
    return PlaceError(
        f"{one} ('{path}') and {other} ('{other_path}') name one place, or one lies "
        "inside the other, so one would be lost. Nothing was changed: choose different "
        "places."
    )


def claims_of(setting: str, path: Path) -> Iterator[Path]:
    """Yield a place, then the temporary places beside it."""
    place = resolve(setting, path)
    yield fold(place)
    for name in BESIDE.get(setting, ()):
        yield fold(place.with_name(name.format(place.name)))


def meet(one: str, claims: list[Path], other: str, other_claims: list[Path]) -> bool:
    """Return whether two settings claim one path, or one claims a path in the other."""
    if one in OPEN_FOLDERS and other in OPEN_FOLDERS:
        return False
    return any(
        first == second
        or (one not in OPEN_FOLDERS and first in second.parents)
        or (other not in OPEN_FOLDERS and second in first.parents)
        for first, second in product(claims, other_claims)
    )


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

"""Recognise the folder of Parquet files that publishing replaces."""

import json
from pathlib import Path

from bi.places.errors import foreign
from bi.places.leftovers import refuse_foreign_leftovers
from bi.places.manifest import MANIFEST, is_ours, is_system_file, listed_files
from bi.places.resolve import kind_of, refuse_mount, resolve

SETTING = "EXPORTS_PATH"
# Names that a message shows.
SHOWN = 3


def refuse_foreign_folder(folder: Path) -> None:
    """Raise PlaceError unless everything in a folder was published by this project.

    A missing or empty folder is ours. So are the hidden folders of former and
    unfinished publications beside it, if they hold nothing else.
    """
    place = resolve(SETTING, folder)
    kind = kind_of(place)
    if kind not in ("missing", "folder"):
        raise foreign(SETTING, folder, "is no folder")
    try:
        if kind == "folder":
            refuse_mount(SETTING, folder)
            refuse_strangers(folder, place)
        hidden = [
            place.with_name(f".{place.name}.{word}") for word in ("new", "previous")
        ]
        refuse_foreign_leftovers(SETTING, folder, hidden)
    except OSError as error:
        raise foreign(SETTING, folder, f"cannot be read ({error.strerror})") from error


def refuse_strangers(folder: Path, place: Path) -> None:
    """Raise PlaceError if a folder holds a file that its manifest does not list."""
    entries = {
        entry.name: entry
        for entry in sorted(place.iterdir())
        if not is_system_file(entry.name)
    }
    if not entries:
        return
    manifest = read_manifest(place)
    if not is_ours(manifest):
        names = say_names(list(entries))
        raise foreign(
            SETTING, folder, f"holds {names} and no {MANIFEST} of this project"
        )
    known = {MANIFEST, *listed_files(manifest)}
    strangers = [
        name
        for name, entry in entries.items()
        if name not in known or entry.is_symlink() or not entry.is_file()
    ]
    if strangers:
        raise foreign(
            SETTING,
            folder,
            f"is replaced as a whole and holds {say_names(strangers)}, which was not "
            "published",
            f"move {say_names(strangers)} to another folder",
        )


def read_manifest(folder: Path):
    """Return the content of a folder's manifest; None if it has none to read."""
    file = folder / MANIFEST
    if file.is_symlink() or not file.is_file():
        return None
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None


def say_names(names: list[str]) -> str:
    """Return a few names in quotes, and how many more there are."""
    more = len(names) - SHOWN
    words = ", ".join(f"'{name}'" for name in names[:SHOWN])
    return f"{words} and {more} more" if more > 0 else words

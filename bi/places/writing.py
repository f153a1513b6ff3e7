"""Try whether a place can be written, before work of minutes begins."""

import os
import tempfile
from pathlib import Path

from bi.places.errors import foreign
from bi.places.resolve import resolve


def refuse_unwritable(setting: str, path: Path) -> None:
    """Raise PlaceError if no file can be made beside a place.

    A file without a name is made in the folder of the place, or in the nearest folder
    above that exists, because the missing ones are made when they are needed. The file
    is gone at once. A full disk is not noticed.
    """
    folder = resolve(setting, path).parent
    try:
        while not os.path.lexists(folder):
            folder = folder.parent
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        if not folder.is_dir():
            raise foreign(
                setting,
                path,
                f"cannot be written, because '{folder}' is no folder",
                "name another place",
            ) from error
        raise foreign(
            setting,
            path,
            f"cannot be written, because '{folder}' takes no new file "
            f"({error.strerror})",
            "change the rights of this folder, or name another place",
        ) from error

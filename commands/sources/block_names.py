"""What the block that is proposed for a file is called, and where it lies."""

import hashlib
import os
import re
from pathlib import Path

from ingest.files.remote import is_remote, without_query
from ingest.sources.load import find_blocks
from ingest.tables.address import find_address

# The file and the folders around it that its block is named after.
PARTS = 3
# Endings that say nothing of what is in a file.
ENDINGS = re.compile(r"(\.(csv|tsv|gz|zst|gzip|xlsx|xlsm|xlsb|xls|ods))+$", re.I)
# How a block says in its first line which file it was begun for.
MARK = "# Begun for "


def block_path(orders: str, folder: str) -> Path:
    """Return where the block of a file lies, named after its path.

    Two files do not share a block: where the name is taken by the block of another
    file, some letters that tell the paths apart stand behind it.

    Parameters
    ----------
    orders : str
        A path, a pattern or a URL.
    folder : str
        Where the user's own blocks lie.
    """
    place = relative(orders)
    parts = ENDINGS.sub("", place).split("/")[-PARTS:]
    words = [re.sub(r"\W+", "_", part.casefold()).strip("_") for part in parts]
    name = "_".join(filter(None, words)) or "orders"
    if name in find_blocks():
        name = f"my_{name}"
    path = Path(folder, f"{name}.yml")
    if begun_for(path) not in ("", place):
        letters = hashlib.sha256(place.encode()).hexdigest()[:6]
        path = Path(folder, f"{name}_{letters}.yml")
    return path


def relative(orders: str) -> str:
    """Return a path as seen from here, without what only leads out of this folder."""
    address = find_address(orders)
    if address:
        place = address.place.partition("://")[2].rpartition("@")[2] or address.place
        return "/".join(filter(None, [place.strip("/"), address.table]))
    if is_remote(orders):
        return without_query(orders).partition("://")[2]
    place = os.path.relpath(orders).replace(os.sep, "/")
    return re.sub(r"^(\.\./)+", "", place)


def mark_of(orders: str) -> str:
    """Return the line by which a block says which file it was begun for."""
    return MARK + relative(orders)


def begun_for(block: Path) -> str:
    """Return the file that a block was begun for; nothing where it does not say so."""
    try:
        with block.open(encoding="utf-8") as file:
            first = file.readline().rstrip("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    return first.removeprefix(MARK) if first.startswith(MARK) else ""

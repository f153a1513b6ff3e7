"""Name the source block that is drafted for a file of orders."""

import hashlib
import os
import re
from pathlib import Path

from ingest.files.remote import is_remote, without_query
from ingest.opening.request import Request
from ingest.sources.load import OWN_BLOCKS, find_blocks
from ingest.tables.address import find_address

OWN_BLOCK = "a source block of your own"
# A block is named after its file and up to two folders around it.
MAX_PARTS = 3
ENDINGS = re.compile(r"(\.(csv|tsv|gz|zst|gzip|xlsx|xlsm|xlsb|xls|ods))+$", re.I)
# The first line of a drafted block has these words, then the orders.
MARK = "# Begun for "


def block_path(orders: str, folder: str) -> Path:
    """Return the path of the block for orders.

    If the block of another file has this name, a hash is added to the name.

    Parameters
    ----------
    orders : str
        A path, a pattern or a URL.
    folder : str
        The folder of the user's own blocks.
    """
    place = relative(orders)
    parts = ENDINGS.sub("", place).split("/")[-MAX_PARTS:]
    words = [re.sub(r"\W+", "_", part.casefold()).strip("_") for part in parts]
    name = "_".join(filter(None, words)) or "orders"
    if name in find_blocks():
        name = f"my_{name}"
    path = Path(folder, f"{name}.yml")
    if drafted_for(path) not in ("", place):
        letters = hashlib.sha256(place.encode()).hexdigest()[:6]
        path = Path(folder, f"{name}_{letters}.yml")
    return path


def relative(orders: str) -> str:
    """Return a path relative to this folder, without leading `../`."""
    address = find_address(orders)
    if address:
        place = address.place.partition("://")[2].rpartition("@")[2] or address.place
        return "/".join(filter(None, [place.strip("/"), address.table]))
    if is_remote(orders):
        return without_query(orders).partition("://")[2]
    place = os.path.relpath(orders).replace(os.sep, "/")
    return re.sub(r"^(\.\./)+", "", place)


def drafted_for(block: Path) -> str:
    """Return the orders that a block was drafted for; empty for other blocks."""
    try:
        with block.open(encoding="utf-8") as file:
            first = file.readline().rstrip("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    return first.removeprefix(MARK) if first.startswith(MARK) else ""


def own_block(request: Request) -> str:
    """Return the path of the user's own block, or words that stand for one."""
    path = Path(request.sources_path or OWN_BLOCKS, f"{request.source}.yml")
    return str(path) if path.exists() else OWN_BLOCK

"""Which source block fits a file, and where none does, the beginnings of one."""

import shlex
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from commands.starter import block_path, write_starter
from ingest import request as ingest_request
from ingest.contents import ORDERS
from ingest.errors import OrdersError
from ingest.files import find_files
from ingest.headers import find_columns
from ingest.sources import (
    SHIPPED_BLOCKS,
    SourceBlock,
    find_blocks,
    list_sources,
    load_block,
    match_columns,
    missing_columns,
)

# Where starter blocks go, and are looked for, unless the user says otherwise.
OWN_BLOCKS = "my_sources"
# A block that every table fits: what it cannot open is no table.
ANYTHING = SourceBlock("anything", expressions={c: ["null"] for c in ORDERS.required})


@dataclass(frozen=True)
class Request:
    """What the user asked for: a path or pattern, a block, a folder of blocks."""

    orders: str
    source: str = ""
    sources_path: str = ""

    @property
    def files(self) -> ingest_request.Request:
        """Return what is asked of `ingest`."""
        return ingest_request.Request(
            "orders", self.source, self.orders, self.sources_path
        )

    def command(self, verb: str) -> str:
        """Return what to type, such as `make build ORDERS=...`."""
        words = {
            "ORDERS": self.orders,
            "SOURCE": self.source,
            "SOURCES_PATH": self.sources_path,
        }
        given = [
            f"{word}={shlex.quote(value)}" for word, value in words.items() if value
        ]
        return " ".join(["make", verb, *given])


def propose(request: Request, console) -> Request | None:
    """Return the request with the source that fits best.

    Returns
    -------
    Request or None
        None where no source fits and a starter block says what to do.

    Raises
    ------
    OrdersError
        There is no such file, or it is no table.
    """
    path = find_files(request.orders)[0]
    read_names(path)
    folder = request.sources_path or OWN_BLOCKS
    request = replace(request, sources_path=folder if Path(folder).is_dir() else "")
    fits = find_fits(path, request.sources_path, console)
    if fits:
        shipped = {name: is_shipped(name, request.sources_path) for name in fits}
        source = min(fits, key=lambda name: (-fits[name], shipped[name], name))
        console.print(f"Source '{source}' fits: {fits[source]} columns are found.")
        folder = "" if shipped[source] else request.sources_path
        return replace(request, source=source, sources_path=folder)
    block = block_path(path, folder)
    if block.exists():
        said = "A block for it was begun before and is left as it is"
    else:
        said = "The beginnings of a block for it were written"
        write_starter(block, path, read_names(path))
    again = replace(request, source=block.stem, sources_path=folder)
    console.print(
        f"No source fits '{path}'. {said}: complete {block}"
        f"{what_lacks(block, path)}, then run {again.command('check')}",
        soft_wrap=True,
    )
    return None


def what_lacks(block: Path, path: str) -> str:
    """Return which columns that are needed a block does not find, in brackets."""
    try:
        loaded = load_block(block.stem, str(block.parent))
    except OrdersError:
        return " (docs/sources.md)"
    missing = missing_columns(loaded, match_columns(loaded, read_names(path)))
    return f" ({', '.join(missing)}; see docs/sources.md)"


def is_shipped(name: str, sources_path: str) -> bool:
    """Return whether a block is one of the project's own."""
    return find_blocks(sources_path)[name].parent == SHIPPED_BLOCKS


def read_names(path: str) -> list[str]:
    """Return the names in the header of a file, whatever its format.

    Raises
    ------
    OrdersError
        It is no table.
    """
    return find_columns(path, ANYTHING)[0]


def find_fits(path: str, sources_path: str, console) -> dict[str, int]:
    """Return how many columns the file has of each block that can be used for it."""
    fits = {}
    for name in list_sources(ORDERS, sources_path):
        try:
            block = load_block(name, sources_path)
        except OrdersError as error:
            # One that is not completed yet must not hide the others.
            console.print(str(error), style="yellow", soft_wrap=True)
            continue
        columns = count_columns(path, block)
        if columns:
            fits[name] = columns
    return fits


def count_columns(path: str, block: SourceBlock) -> int:
    """Return how many columns a file has by a block; 0 where it cannot be used."""
    try:
        names, places, first = find_columns(path, block)
    except OrdersError:
        return 0
    # A first line of the right length and with an amount may still be anything.
    if not names and not is_date(first[places["ordered_at"]], block):
        return 0
    return len(places)


def is_date(text: str, block: SourceBlock) -> bool:
    """Return whether a text is a date in one of a block's formats."""
    for date_format in block.date_formats:
        try:
            datetime.strptime(text.strip(), date_format)
        except ValueError:
            continue
        return True
    return False

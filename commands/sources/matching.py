"""Which source blocks fit a file: all they need is there, and its lines can be read."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from commands.sources.block_names import begun_for, relative
from commands.sources.guessing.column_names import concepts_of
from commands.sources.trial import Trial, try_block
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.formats.parquet import is_parquet
from ingest.formats.text.find_header import is_json
from ingest.formats.text.layout import HEAD, read_head, sniff
from ingest.formats.text.unpack import find_compression
from ingest.formats.workbooks.addresses import is_sheet
from ingest.sources.load import SHIPPED_BLOCKS, find_blocks, list_sources, parse_block

# Where the user's own blocks lie, and are looked for, unless they say otherwise.
OWN_BLOCKS = "my_sources"
# As many lines with a number of their own are not the customers of a file.
FEW_LINES = 10


@dataclass(frozen=True)
class Fit:
    """A block that can be used for a file.

    Attributes
    ----------
    columns : int
        Columns of the file that it reads.
    is_shipped : bool
        Whether it is one of the project's own.
    begun_for : str
        The file that it was begun for by `make check`; empty for any other block.
    is_begun_for : bool
        Whether these are the orders it was begun for.
    has_own_file : bool
        Whether it names a file that it is for.
    """

    source: str
    columns: int
    is_shipped: bool
    begun_for: str
    is_begun_for: bool
    has_own_file: bool

    @property
    def is_of_another(self) -> bool:
        """Return whether it was begun for another file."""
        return bool(self.begun_for) and not self.is_begun_for

    @property
    def rank(self) -> tuple:
        """Return what decides between blocks, the best first.

        Another file may write its numbers and days otherwise.
        """
        return (
            not self.is_begun_for,
            -self.columns,
            self.is_of_another or self.has_own_file,
            self.is_shipped,
        )


def own_folder(sources_path: str) -> str:
    """Return the folder of the user's own blocks; nothing where there is none."""
    folder = sources_path or OWN_BLOCKS
    return folder if sources_path or Path(folder).is_dir() else ""


def best_fits(path: str, orders: str, folder: str, say) -> list[Fit]:
    """Return the block that fits a file best, several where nothing decides.

    Parameters
    ----------
    path : str
        One file of the orders.
    orders : str
        What the user asked for: the file, a pattern or a URL.
    folder : str
        Of the user's own blocks, if there is one.
    say : callable
        Takes sentences about blocks that cannot be understood.
    """
    fits = []
    with tempfile.TemporaryDirectory() as place:
        beginning = copy_beginning(path, Path(place))
        blocks = find_blocks(folder)
        for name in list_sources(ORDERS, folder):
            where = blocks[name]
            is_shipped = where.parent == SHIPPED_BLOCKS
            try:
                # The SQL of shipped blocks is good, and is tried where one fits.
                block = parse_block(name, where, asks_duckdb=not is_shipped)
            except OrdersError as error:
                # One that is not completed yet must not hide the others, and is of
                # no use here where it was begun for another file.
                if begun_for(where) in ("", relative(orders)):
                    say(str(error))
                continue
            if columns := count_columns(path, block):
                if can_read(beginning, name, folder, block):
                    fits.append(
                        Fit(
                            source=name,
                            columns=columns,
                            is_shipped=is_shipped,
                            begun_for=begun_for(where),
                            is_begun_for=begun_for(where) == relative(orders),
                            has_own_file=bool(block.default_path),
                        )
                    )
    fits.sort(key=lambda one: (one.rank, one.source))
    return [one for one in fits if one.rank == fits[0].rank]


def count_columns(path: str, block: SourceBlock) -> int:
    """Return how many columns of a file a block reads; 0 where it cannot be used."""
    try:
        _, places, _ = find_columns(path, block)
    except OrdersError:
        return 0
    return len(places)


def can_read(path: str, source: str, folder: str, block: SourceBlock) -> bool:
    """Return whether the lines of a file can be read by a block, and may be orders."""
    try:
        trial = try_block(path, source, folder)
        return trial.can_read and not counts_lines(path, block, trial)
    except OrdersError:
        return False


def counts_lines(path: str, block: SourceBlock, trial: Trial) -> bool:
    """Return whether the customer is but a number of each line."""
    if trial.lines < FEW_LINES or trial.customers < trial.lines:
        return False
    names, places, _ = find_columns(path, block)
    place = places.get("customer_id")
    if not names or place is None:
        return False
    name = place if isinstance(place, str) else names[place]
    return concepts_of(name) == {"id"}


def copy_beginning(path: str, folder: Path) -> str:
    """Return a file with the first megabyte of lines; a small one is taken whole.

    Whole are Parquet files, and JSON that does not hold one object a line.
    """
    if is_sheet(path) or is_parquet(path) or Path(path).stat().st_size <= HEAD:
        return path
    if is_json(sniff(path).head):
        return path
    with open(path, "rb") as file:
        compression = find_compression(file.read(4))
    start = read_head(path, compression)
    # Of UTF-16 the last line is cut off.
    end = len(start) // 2 * 2 if b"\0" in start[:100] else start.rfind(b"\n") + 1
    copy = folder / Path(path).name
    copy.write_bytes(start[: end or len(start)])
    return str(copy)

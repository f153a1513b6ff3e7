"""Find the source blocks that fit a file and read its lines."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from commands.sources.block_names import drafted_for, relative
from commands.sources.guessing.column_names import concepts_of
from commands.sources.trial import try_block
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

# If a file has this many lines and an id that differs on all of them, the id numbers
# lines.
MIN_LINES = 10


@dataclass(frozen=True)
class Fit:
    """A block that can read a file.

    Attributes
    ----------
    rank : tuple
        The sort key of blocks, the best first.
    source : str
        Name of the block.
    columns : int
        How many columns of the file the block reads.
    folder : str
        The folder of the user's own blocks; empty for a block of the project.
    drafted_for : str
        Other orders that the block was drafted for, if any.
    """

    rank: tuple
    source: str
    columns: int
    folder: str
    drafted_for: str


def best_fits(path: str, orders: str, folder: str, warn) -> list[Fit]:
    """Return the block that fits a file best, or several blocks in a tie.

    Parameters
    ----------
    path : str
        A local file of the orders.
    orders : str
        The path, pattern or URL of the user.
    folder : str
        The folder of the user's own blocks; empty if there is none.
    warn : callable
        Gets sentences about invalid blocks.
    """
    fits = []
    place = relative(orders)
    blocks = find_blocks(folder)
    with tempfile.TemporaryDirectory() as temporary:
        start = copy_start(path, Path(temporary))
        for name in list_sources(ORDERS, folder):
            is_shipped = blocks[name].parent == SHIPPED_BLOCKS
            origin = drafted_for(blocks[name])
            try:
                # The SQL of a block of the project is valid, so it is not checked.
                block = parse_block(name, blocks[name], asks_duckdb=not is_shipped)
            except OrdersError as error:
                # An incomplete draft for other orders does not matter here.
                if origin in ("", place):
                    warn(str(error))
                continue
            columns = count_columns(path, block)
            if columns and is_readable(start, name, folder, block):
                others = "" if origin == place else origin
                # A block for another file ranks lower: its formats may be wrong here.
                is_for_another = bool(others or block.default_path)
                rank = (origin != place, -columns, is_for_another, is_shipped)
                own_folder = "" if is_shipped else folder
                fits.append(Fit(rank, name, columns, own_folder, others))
    fits.sort(key=lambda one: (one.rank, one.source))
    return [one for one in fits if one.rank == fits[0].rank]


def count_columns(path: str, block: SourceBlock) -> int:
    """Return how many columns of a file a block reads; 0 if the block does not fit."""
    try:
        return len(find_columns(path, block)[1])
    except OrdersError:
        return 0


def is_readable(path: str, source: str, folder: str, block: SourceBlock) -> bool:
    """Return whether a block can read most lines of a file, with real customers."""
    try:
        trial = try_block(path, source, folder)
        customer = own_names(path, block).get("customer_id", "")
    except OrdersError:
        return False
    is_different = trial.customers == trial.lines >= MIN_LINES
    has_line_numbers = is_different and concepts_of(customer) == {"id"}
    return trial.can_read and not has_line_numbers


def own_names(path: str, block: SourceBlock) -> dict[str, str]:
    """Return the file's own name of each canonical column; empty without a header."""
    names, places, _ = find_columns(path, block)
    return {
        canonical: place if isinstance(place, str) else names[place]
        for canonical, place in (places if names else {}).items()
    }


def copy_start(path: str, folder: Path) -> str:
    """Return a file with the first megabyte of lines.

    A small file, a Parquet file, a workbook and a JSON document stay whole.
    """
    if is_sheet(path) or is_parquet(path) or Path(path).stat().st_size <= HEAD:
        return path
    if is_json(sniff(path).head):
        return path
    with open(path, "rb") as file:
        compression = find_compression(file.read(4))
    start = read_head(path, compression)
    # In UTF-16, the last line of the copy is incomplete.
    end = len(start) // 2 * 2 if b"\0" in start[:100] else start.rfind(b"\n") + 1
    copy = folder / Path(path).name
    copy.write_bytes(start[: end or len(start)])
    return str(copy)

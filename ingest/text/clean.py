"""Make the bytes of a text records that DuckDB cannot stumble over.

DuckDB takes an unclosed quote for a value that goes on, and may swallow a third of
a file into one record; a stray carriage return ends its reading. So blocks of whole
lines are checked here at C speed, and only a piece of a block that shows something
irregular is walked line by line.
"""

from collections.abc import Iterator

from ingest.text.delimiter import BLANKS
from ingest.text.encoding import to_utf8
from ingest.text.lines import cut_blocks
from ingest.text.quotes import Quotes
from ingest.text.raw import HashedFile, read_chunks
from ingest.text.shape import Shape
from ingest.text.tally import Tally
from ingest.text.walker import Walker


def clean_blocks(
    path: str,
    shape: Shape,
    tally: Tally,
    *,
    columns: int,
    has_header: bool,
    quotes: bool = True,
    start: int = 0,
    hashed: HashedFile | None = None,
) -> Iterator[bytes]:
    """Yield clean UTF-8 records, ended by line feeds, without the header.

    Parameters
    ----------
    path : str
    shape : Shape
    tally : Tally
        Filled while the blocks are taken.
    columns : int
        Of the file: tells where a forgotten quote swallows whole records.
    has_header : bool
        Whether the first record names the columns; never so behind a `start`.
    quotes : bool
        Whether quotes mean anything; between blanks they do not.
    start : int
        Byte to begin at, for lines that were appended.
    hashed : HashedFile, optional
        The file, where its bytes are to be hashed.
    """
    has_quotes = quotes and shape.delimiter != BLANKS
    walker = Walker(
        tally,
        Quotes(shape.delimiter, columns) if has_quotes else None,
        waits_for_header=has_header and not start,
        stops_at_bad_bytes=not shape.is_declared and shape.encoding == "utf-8",
    )
    chunks = read_chunks(path, shape.compression, start, hashed)
    utf8 = to_utf8(chunks, shape.encoding)
    for block in cut_blocks(utf8, tally, shape.ends_lines_by_return):
        yield from walker.take_block(block)

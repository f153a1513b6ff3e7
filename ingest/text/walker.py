"""Make the bytes of a text records that DuckDB cannot stumble over.

DuckDB takes an unclosed quote for a value that goes on, and may swallow a third of
a file into one record; a stray carriage return ends its reading. So blocks of whole
lines are checked here at C speed, and only a piece of a block that shows something
irregular is walked line by line.
"""

from collections.abc import Iterator

from ingest.errors import OrdersError
from ingest.text.encoding import is_utf8, to_utf8
from ingest.text.quotes import BROKEN, OPEN, Quotes
from ingest.text.raw import HashedFile, read_chunks
from ingest.text.records import LONGEST_LINE, Block, Tally, cut_blocks
from ingest.text.shape import BLANKS, Shape

PIECE = 1 << 14
MARK = b"\xef\xbb\xbf"


class NotUtf8Error(Exception):
    """A text whose encoding was only guessed holds bytes that contradict it."""


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
        Of the file: what a quoted value over several lines has to add up to.
    has_header : bool
        Whether the first record names the columns; never so behind a `start`.
    quotes : bool
        Whether quotes mean anything; between blanks they do not.
    start : int
        Byte to begin at, for lines that were appended.
    hashed : HashedFile
        The file, where its bytes are to be hashed.
    """
    has_quotes = quotes and shape.delimiter != BLANKS
    walker = Walker(
        tally,
        Quotes(shape.delimiter, columns) if has_quotes else None,
        waits_for_header=has_header and not start,
        stops_at_bad_bytes=not shape.is_declared and shape.encoding == "utf-8",
    )
    chunks = to_utf8(
        read_chunks(path, shape.compression, start, hashed), shape.encoding
    )
    for block in cut_blocks(chunks, tally, shape.ends_lines_by_return):
        yield from walker.take_block(block)


class Walker:
    """Passes on blocks of whole lines, clean, and keeps the tally."""

    def __init__(
        self,
        tally: Tally,
        quotes: Quotes | None,
        waits_for_header: bool,
        stops_at_bad_bytes: bool,
    ):
        """Begin before the first line."""
        self.tally, self.quotes = tally, quotes
        self.waits_for_header = waits_for_header
        self.stops_at_bad_bytes = stops_at_bad_bytes
        self.is_first = True
        # Lines of a record whose end may come with the next block.
        self.open_lines = b""

    def take_block(self, block: Block) -> Iterator[bytes]:
        """Yield the records of a block."""
        if block.skipped:
            yield from self.take(b"", is_last=True)
            self.keep(b"", 1, "line_is_too_long", block.skipped)
        text = block.text
        if self.is_first and text:
            self.is_first, text = False, text.removeprefix(MARK)
        yield from self.take(text, block.is_last)

    def take(self, text: bytes, is_last: bool) -> Iterator[bytes]:
        """Yield the records of whole lines; what is irregular is taken in pieces."""
        if not text and not self.open_lines:
            return
        if text and not self.open_lines and self.is_regular(text):
            lines = text.count(b"\n")
            self.tally.add_records(lines, lines)
            yield text
        elif len(text) > PIECE and (pieces := cut_pieces(text))[1:]:
            for piece in pieces[:-1]:
                yield from self.take(piece, is_last=False)
            yield from self.take(pieces[-1], is_last)
        else:
            text, self.open_lines = self.open_lines + text, b""
            yield b"".join(self.walk(text.split(b"\n")[:-1], is_last))

    def is_regular(self, text: bytes) -> bool:
        """Return whether each line is one record that DuckDB reads as it is."""
        has_quotes = self.quotes is not None and b'"' in text
        self.tally.has_quotes |= has_quotes
        return (
            not self.waits_for_header
            and len(text) <= LONGEST_LINE
            and not text.startswith(b"\n")
            and b"\n\n" not in text
            and is_utf8(text)
            and (not has_quotes or self.quotes.are_regular(text))
        )

    def walk(self, lines: list[bytes], is_last: bool) -> Iterator[bytes]:
        """Yield the records of irregular lines, looking at every one."""
        place = 0
        while place < len(lines):
            line = lines[place]
            count = 1
            if not line:
                self.tally.lines += 1
                self.tally.is_altered = True
                place += 1
                continue
            if self.quotes is not None and b'"' in line:
                count = self.quotes.count_lines(lines, place)
            if count == OPEN and not is_last:
                self.open_lines = b"\n".join(lines[place:]) + b"\n"
                return
            reason = "line_has_broken_quotes" if count in (OPEN, BROKEN) else ""
            count = max(count, 1)
            record = b"\n".join(lines[place : place + count])
            yield self.keep(record, count, reason, len(record))
            place += count

    def keep(self, record: bytes, lines: int, reason: str, size: int) -> bytes:
        """Return a record to be read, ended; nothing where it is not."""
        if size > LONGEST_LINE:
            reason = "line_is_too_long"
        elif not is_utf8(record):
            reason = "line_has_bad_bytes"
            if self.stops_at_bad_bytes:
                raise NotUtf8Error
        if self.waits_for_header:
            return self.drop_header(lines, reason)
        if reason:
            self.tally.add_broken(size, reason, lines)
            return b""
        self.tally.add_records(1, lines)
        return record + b"\n"

    def drop_header(self, lines: int, reason: str) -> bytes:
        """Pass over the header, and refuse one that cannot be read."""
        if reason:
            raise OrdersError(f"The header of the order file cannot be read: {reason}.")
        self.tally.lines += lines
        self.tally.is_altered |= self.tally.lines > 1
        self.waits_for_header = False
        return b""


def cut_pieces(text: bytes) -> list[bytes]:
    """Return whole lines in pieces that are walked quickly."""
    pieces, first = [], 0
    while first < len(text):
        end = text.find(b"\n", min(first + PIECE, len(text) - 1)) + 1
        pieces.append(text[first:end])
        first = end
    return pieces

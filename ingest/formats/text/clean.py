"""Make the bytes of a text records that DuckDB cannot stumble over.

DuckDB takes an unclosed quote for a value that goes on, and may swallow a third of
a file into one record; a stray carriage return ends its reading. So blocks of whole
lines are checked here at C speed, and only a piece of a block that shows something
irregular is walked line by line.
"""

import re
from collections.abc import Iterator

import numpy as np

from ingest.errors import OrdersError
from ingest.formats.text.csv_records import (
    BROKEN_QUOTES,
    OPEN,
    TOO_FEW,
    TOO_MANY,
    QuotedRecords,
    UnquotedRecords,
    has_empty_lines,
)
from ingest.formats.text.delimiters import BLANKS
from ingest.formats.text.encodings import is_utf8, to_utf8
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.lines import (
    LONGEST_LINE,
    Block,
    Counts,
    cut_blocks,
    cut_pieces,
)
from ingest.formats.text.unpack import HashedFile, read_chunks

PIECE = 1 << 14
MARK = b"\xef\xbb\xbf"


def clean_blocks(
    path: str,
    layout: TextLayout,
    counts: Counts,
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
    layout : TextLayout
    counts : Counts
        Filled while the blocks are taken.
    columns : int
        Of the file: a record with fewer, or with more that hold something, is taken
        out. Means nothing where quotes mean nothing.
    has_header : bool
        Whether the first record names the columns; never so behind a `start`.
    quotes : bool
        Whether quotes mean anything; between blanks they do not.
    start : int
        Byte to begin at, for lines that were appended.
    hashed : HashedFile, optional
        The file, where its bytes are to be hashed.
    """
    walker = RecordCleaner(
        counts,
        record_parser(layout, columns, quotes),
        waits_for_header=has_header and not start,
        stops_at_bad_bytes=not layout.is_declared and layout.encoding == "utf-8",
        skips=0 if start else layout.above,
    )
    chunks = read_chunks(path, layout.compression, start, hashed)
    utf8 = to_utf8(chunks, layout.encoding)
    for block in cut_blocks(utf8, counts, layout.ends_lines_by_return):
        yield from walker.take_block(block)


def record_parser(layout: TextLayout, columns: int, quotes: bool = True):
    """Return what knows the records of a text."""
    if not quotes or layout.delimiter == BLANKS:
        return LineRecords()
    return (QuotedRecords if layout.has_quotes else UnquotedRecords)(
        layout.delimiter, columns
    )


class NotUtf8Error(Exception):
    """A text whose encoding was only guessed holds bytes that contradict it."""


class LineRecords:
    """Finds the records of a text in which neither quotes nor delimiters mean anything.

    DuckDB reads a line as one value, told that the sign below separates columns: a
    line in which something follows the sign has too many.
    """

    knows_quotes = False
    sign = b"\x01"
    run = re.compile(rb"(?:(?!\n)[^\n\x01]*+\x01*+\n)++")

    def count_regular(self, block: bytes) -> int:
        """Return the number of lines, 0 where one is empty or holds the sign."""
        feeds = np.frombuffer(block, dtype=np.uint8) == ord("\n")
        if self.sign in block or has_empty_lines(feeds):
            return 0
        return int(np.count_nonzero(feeds))

    def find_run(self, text: bytes, first: int) -> int:
        """Return where the records end that follow `first`."""
        found = self.run.match(text, first)
        return found.end() if found else first

    def find_record(self, text: bytes, first: int) -> tuple[int, str]:
        """Return where the line ends that is not in a run, and what is wrong."""
        return text.find(b"\n", first) + 1, TOO_MANY


class RecordCleaner:
    """Passes on the records of blocks, and tells the counts.

    Parameters
    ----------
    counts : Counts
    grammar : QuotedRecords, UnquotedRecords or LineRecords
        Knows what a record is.
    waits_for_header : bool
        Whether the first record names the columns.
    stops_at_bad_bytes : bool
        Whether a line that is no UTF-8 raises `NotUtf8Error`.
    skips : int
        Lines that stand above the first record, whatever they hold.
    """

    def __init__(
        self,
        counts: Counts,
        grammar: QuotedRecords | UnquotedRecords | LineRecords,
        waits_for_header: bool,
        stops_at_bad_bytes: bool,
        skips: int = 0,
    ):
        """Begin before the first line."""
        self.counts, self.grammar, self.skips = counts, grammar, skips
        self.waits_for_header = waits_for_header
        self.stops_at_bad_bytes, self.is_first = stops_at_bad_bytes, True
        # Lines of a record whose end may come with the next block.
        self.open_lines = b""

    def take_block(self, block: Block) -> Iterator[bytes]:
        """Yield the records of a block."""
        if block.skipped and self.skips:
            self.skip(b"\n")
        elif block.skipped:
            yield from self.take(b"", is_last=True)
            self.keep(b"", 1, "line_is_too_long", block.skipped)
        text = block.text
        if self.is_first and text:
            self.is_first, text = False, text.removeprefix(MARK)
        yield from self.take(self.skip(text) if self.skips else text, block.is_last)

    def skip(self, text: bytes) -> bytes:
        """Return what follows the lines that are to be skipped."""
        place = 0
        while self.skips and place < len(text):
            place = text.find(b"\n", place) + 1
            self.skips -= 1
            self.counts.add_blank_line()
        return text[place:]

    def take(self, text: bytes, is_last: bool) -> Iterator[bytes]:
        """Yield the records of whole lines; what is irregular is taken in pieces."""
        if text and not self.open_lines and (lines := self.count_regular(text)):
            self.counts.add_records(lines, lines)
            yield text
        elif len(text) > PIECE and (pieces := cut_pieces(text, PIECE))[1:]:
            for piece in pieces[:-1]:
                yield from self.take(piece, is_last=False)
            yield from self.take(pieces[-1], is_last)
        else:
            text, self.open_lines = self.open_lines + text, b""
            yield b"".join(self.walk(text, is_last))

    def count_regular(self, text: bytes) -> int:
        """Return the number of lines, 0 where one is no record to be read as it is."""
        if self.grammar.knows_quotes:
            self.counts.has_quotes |= b'"' in text
        if self.waits_for_header or len(text) > LONGEST_LINE or text[0] == ord("\n"):
            return 0
        return self.grammar.count_regular(text) if is_utf8(text) else 0

    def walk(self, text: bytes, is_last: bool) -> Iterator[bytes]:
        """Yield the records of irregular lines."""
        place = 0
        while place < len(text):
            if text[place] == ord("\n"):
                self.counts.add_blank_line()
                place += 1
                continue
            end = self.grammar.find_run(text, place)
            if end > place:
                yield from self.keep_run(text[place:end])
                place = end
                continue
            end, reason = self.grammar.find_record(text, place)
            if end == OPEN and not is_last:
                self.open_lines = text[place:]
                return
            if end == OPEN:
                end, reason = text.find(b"\n", place) + 1, BROKEN_QUOTES
            record = text[place:end]
            yield self.keep(record, record.count(b"\n"), reason, len(record) - 1)
            place = end

    def keep_run(self, run: bytes) -> Iterator[bytes]:
        """Yield records of one line."""
        if not self.waits_for_header and len(run) <= LONGEST_LINE and is_utf8(run):
            lines = run.count(b"\n")
            self.counts.add_records(lines, lines)
            yield run
            return
        for line in run.split(b"\n")[:-1]:
            yield self.keep(line + b"\n", 1, "", len(line))

    def keep(self, record: bytes, lines: int, reason: str, size: int) -> bytes:
        """Return a record that is to be read; nothing where it is not.

        DuckDB would give several reasons for some lines. One is kept, that which
        explains the others: the length, else the bytes, the quotes, the columns.

        Parameters
        ----------
        size : int
            Bytes without the line end.
        """
        if size > LONGEST_LINE:
            reason = "line_is_too_long"
        elif not is_utf8(record):
            reason = "line_has_bad_bytes"
            if self.stops_at_bad_bytes:
                raise NotUtf8Error
        if self.waits_for_header:
            self.waits_for_header = False
            self.counts.add_header(lines)
            # DuckDB passes over a header of any width.
            if reason not in ("", TOO_MANY, TOO_FEW):
                raise OrdersError(f"The header is unreadable: {reason}.")
            return b""
        if reason:
            self.counts.add_broken(size, reason, lines)
            return b""
        self.counts.has_long_records |= lines > 1
        self.counts.add_records(1, lines)
        return record

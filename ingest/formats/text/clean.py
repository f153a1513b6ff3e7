"""Turn the bytes of a text into records that DuckDB reads without errors.

DuckDB reads everything after an unclosed quote as one value, and stops at a single
carriage return. Therefore every block of lines is checked first. The check runs in
compiled code; only irregular pieces of a block are read line by line in Python.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.engines.readers import NO_DELIMITER
from ingest.errors import OrdersError
from ingest.formats.text.csv_records import (
    BROKEN_QUOTES,
    OPEN,
    TOO_FEW,
    TOO_MANY,
    QuotedRecords,
    UnquotedRecords,
)
from ingest.formats.text.delimiters import BLANKS
from ingest.formats.text.encodings import is_utf8, to_utf8
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.lines import LONGEST_LINE, Counts, cut_blocks, cut_pieces
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
    """Yield clean records in UTF-8 that end with line feeds, without the header.

    Parameters
    ----------
    counts : Counts
        The counts, which are updated while the blocks are read.
    columns : int
        The number of columns of the file. A record with fewer values, or with further
        values that are not empty, is left out.
    has_header : bool
        Whether the first record of the file names the columns.
    quotes : bool
        False if each whole line is a record. In this case `columns` is ignored.
    start : int
        The first byte to read, for appended lines.
    hashed : HashedFile, optional
        The file if its bytes are also to be hashed.
    """
    cleaner = RecordCleaner(
        counts,
        record_parser(layout, columns, quotes),
        waits_for_header=has_header and not start,
        stops_at_bad_bytes=not layout.is_declared and layout.encoding == "utf-8",
        skips=0 if start else layout.above,
    )
    chunks = read_chunks(path, layout.compression, start, hashed)
    utf8 = to_utf8(chunks, layout.encoding)
    for block in cut_blocks(utf8, counts, layout.ends_lines_by_return):
        yield from cleaner.take_block(*block)


def record_parser(layout: TextLayout, columns: int, quotes: bool = True):
    """Return the parser of the records of a text."""
    if not quotes or layout.delimiter == BLANKS:
        # For such a text, DuckDB reads the whole line as one value (`engines.readers`).
        return UnquotedRecords(NO_DELIMITER, 1)
    parser = QuotedRecords if layout.has_quotes else UnquotedRecords
    return parser(layout.delimiter, columns)


class NotUtf8Error(Exception):
    """Raised when a text that seemed to be UTF-8 has bytes of another encoding."""


@dataclass
class RecordCleaner:
    """Takes the whole records out of blocks, and counts records and broken lines.

    Attributes
    ----------
    waits_for_header : bool
        Whether the next record names the columns.
    stops_at_bad_bytes : bool
        Whether a line that is no UTF-8 raises `NotUtf8Error`.
    skips : int
        The number of lines still to skip above the first record.
    open_lines : bytes
        The lines of a record that may end in the next block.
    """

    counts: Counts
    parser: QuotedRecords
    waits_for_header: bool
    stops_at_bad_bytes: bool
    skips: int = 0
    is_first: bool = True
    open_lines: bytes = b""

    def take_block(self, text: bytes, is_last: bool, skipped: int) -> Iterator[bytes]:
        """Yield the records of a block that `cut_blocks` has returned."""
        if skipped and self.skips:
            self.skip(b"\n")
        elif skipped:
            yield from self.take(b"", is_last=True)
            self.keep(b"", 1, "line_is_too_long", skipped)
        if self.is_first and text:
            self.is_first, text = False, text.removeprefix(MARK)
        yield from self.take(self.skip(text) if self.skips else text, is_last)

    def skip(self, text: bytes) -> bytes:
        """Return the text without the lines that are to be skipped."""
        place = 0
        while self.skips and place < len(text):
            place = text.find(b"\n", place) + 1
            self.skips -= 1
            self.counts.add_blank_line()
        return text[place:]

    def take(self, text: bytes, is_last: bool) -> Iterator[bytes]:
        """Yield the records in whole lines; cut up a text with irregular lines."""
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
        """Return the number of lines, or 0 if any of them is irregular."""
        if self.parser.knows_quotes:
            self.counts.has_quotes |= b'"' in text
        if self.waits_for_header or len(text) > LONGEST_LINE or text[0] == ord("\n"):
            return 0
        return self.parser.count_regular(text) if is_utf8(text) else 0

    def walk(self, text: bytes, is_last: bool) -> Iterator[bytes]:
        """Yield the records in irregular lines."""
        place = 0
        while place < len(text):
            if text[place] == ord("\n"):
                self.counts.add_blank_line()
                place += 1
                continue
            end = self.parser.find_run(text, place)
            if end > place:
                yield from self.keep_run(text[place:end])
                place = end
                continue
            end, reason = self.parser.find_record(text, place)
            if end == OPEN and not is_last:
                self.open_lines = text[place:]
                return
            if end == OPEN:
                end, reason = text.find(b"\n", place) + 1, BROKEN_QUOTES
            record = text[place:end]
            yield self.keep(record, record.count(b"\n"), reason, len(record) - 1)
            place = end

    def keep_run(self, run: bytes) -> Iterator[bytes]:
        """Yield records of one line each."""
        if not self.waits_for_header and len(run) <= LONGEST_LINE and is_utf8(run):
            lines = run.count(b"\n")
            self.counts.add_records(lines, lines)
            yield run
            return
        for line in run.split(b"\n")[:-1]:
            yield self.keep(line + b"\n", 1, "", len(line))

    def keep(self, record: bytes, lines: int, reason: str, size: int) -> bytes:
        """Return a record, or nothing for the header and for a broken record.

        The length is checked first, then bytes, quotes and columns. The first reason
        that applies is stored.
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
            # The header is not checked, because DuckDB skips a header with any number
            # of columns.
            if reason not in ("", TOO_MANY, TOO_FEW):
                raise OrdersError(
                    f"The header of '{self.counts.path}' is unreadable ({reason}): "
                    "check its quotes, or name the lines above it as skip_lines."
                )
            return b""
        if reason:
            self.counts.add_broken(size, reason, lines)
            return b""
        self.counts.has_long_records |= lines > 1
        self.counts.add_records(1, lines)
        return record

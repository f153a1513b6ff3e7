"""Cut a UTF-8 text into whole lines that end with line feeds, and count the lines."""

import codecs
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from ingest.errors import OrdersError

# DuckDB refuses longer lines.
LONGEST_LINE = 1_999_999
MOST_BROKEN = 1_000_000


@dataclass
class Counts:
    """Counts of the lines that have been read so far.

    Attributes
    ----------
    lines, records : int
        The number of all lines, including header, blank and broken lines; and the
        number of records that DuckDB will read.
    broken : list of (line number, bytes, reason)
        The records that were left out, each with its size in UTF-8 without the line
        end.
    shifts : list of (first record, lines to add)
        From this record (from 1) on, the number of a record plus the lines to add is
        the number of its first line, up to the next shift.
    is_altered : bool
        Whether anything was left out or rewritten.
    has_quotes, has_null_bytes : bool
        Whether the text has any quotes, and any null bytes.
    has_long_records : bool
        Whether a record has several lines.
    has_line_feeds, has_pairs : bool
        Whether any line ends with a line feed alone, and whether any ends with carriage
        return and line feed.
    ends_with_newline : bool
        Whether the last line ends with a line break.
    """

    path: str = ""
    lines: int = 0
    records: int = 0
    broken: list[tuple[int, int, str]] = field(default_factory=list)
    shifts: list[tuple[int, int]] = field(default_factory=list)
    is_altered: bool = False
    has_quotes: bool = False
    has_null_bytes: bool = False
    has_long_records: bool = False
    has_line_feeds: bool = False
    has_pairs: bool = False
    ends_with_newline: bool = True

    @property
    def is_clean(self) -> bool:
        """Return whether the text is unaltered, and all its lines end alike.

        If lines end differently, DuckDB might read a carriage return as part of a
        value.
        """
        has_mixed_ends = self.has_line_feeds or self.has_long_records
        return not self.is_altered and not (has_mixed_ends and self.has_pairs)

    def add_records(self, records: int, lines: int) -> None:
        """Count one record of several lines, or several records of one line each."""
        shift = self.lines - self.records
        if shift != (self.shifts[-1][1] if self.shifts else 0):
            self.shifts.append((self.records + 1, shift))
        self.records += records
        self.lines += lines

    def add_blank_line(self) -> None:
        """Count a line that is left out because it is blank or above the header."""
        self.lines += 1
        self.is_altered = True

    def add_broken(self, size: int, reason: str, lines: int = 1) -> None:
        """Count a record that is left out."""
        self.broken.append((self.lines + 1, size, reason))
        self.lines += lines
        self.is_altered = True
        if len(self.broken) > MOST_BROKEN:
            raise OrdersError(
                f"More than {MOST_BROKEN:,} lines of '{self.path}' are broken, lastly "
                f"line {self.lines:,} ({reason}). Check the encoding and the delimiter "
                "of the source, and the quotes of the file."
            )

    def add_header(self, lines: int) -> None:
        """Count the header; DuckDB skips it only if it is the first line."""
        self.lines += lines
        self.is_altered |= self.lines > 1

    def note_line_ends(self, block: bytes) -> bool:
        """Note how lines end; return whether a carriage return precedes each feed."""
        if b"\r" not in block:
            self.has_line_feeds = True
            return False
        self.has_pairs = True
        content = np.frombuffer(block, dtype=np.uint8)
        returns, feeds = content == ord("\r"), content == ord("\n")
        pairs = np.count_nonzero(returns[:-1] & feeds[1:])
        are_pairs = bool(pairs == np.count_nonzero(returns) == np.count_nonzero(feeds))
        self.is_altered |= not are_pairs
        return are_pairs


def cut_blocks(
    chunks: Iterable[bytes], counts: Counts, ends_lines_by_return: bool
) -> Iterator[tuple[bytes, bool, int]]:
    """Yield blocks of whole lines of a text, in UTF-8 and with line feeds.

    Each block comes with two values: whether it is the last block, and the size in
    bytes of a line before it that was too long to keep. The last block may be empty.
    With `ends_lines_by_return`, a carriage return alone ends a line; otherwise it
    becomes a blank.
    """
    rest, skipped = b"", 0
    if ends_lines_by_return:
        counts.is_altered = True
        chunks = returns_as_line_feeds(chunks)
    for chunk in chunks:
        counts.has_null_bytes |= b"\0" in chunk
        end = chunk.rfind(b"\n") + 1
        if not end:
            rest += chunk
        elif skipped:
            first = chunk.find(b"\n")
            text = normalise(chunk[first + 1 : end], counts)
            yield text, False, skipped + first
            rest, skipped = chunk[end:], 0
        else:
            yield normalise(rest + chunk[:end], counts), False, 0
            rest = chunk[end:]
        if skipped or len(rest) > LONGEST_LINE + 1:
            rest, skipped = b"", skipped + len(rest)
    counts.ends_with_newline = not rest and not skipped
    counts.is_altered |= b"\r" in rest
    yield fold_returns(rest + b"\n") if rest else b"", True, skipped


def normalise(block: bytes, counts: Counts) -> bytes:
    """Return lines that end with line feeds; `counts` notes how they ended before."""
    if block and counts.note_line_ends(block):
        return block.translate(None, b"\r")
    return fold_returns(block)


def fold_returns(block: bytes) -> bytes:
    r"""Return a block with a line feed for `\r\n`, and a blank for any other `\r`."""
    if b"\r" not in block:
        return block
    while b"\r\n" in block:
        block = block.replace(b"\r\n", b"\n")
    return block.replace(b"\r", b" ")


def returns_as_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield chunks in which each line break of any kind is a line feed."""
    # The decoder accepts only text, not bytes. Latin-1 maps each byte to one letter.
    letters = codecs.getincrementaldecoder("latin-1")()
    decoder = io.IncrementalNewlineDecoder(letters, translate=True)
    for chunk in chunks:
        yield decoder.decode(chunk).encode("latin-1")
    yield decoder.decode(b"", final=True).encode("latin-1")


def cut_pieces(text: bytes, size: int) -> list[bytes]:
    """Cut whole lines into pieces of about `size` bytes."""
    pieces, first = [], 0
    while first < len(text):
        end = text.find(b"\n", min(first + size, len(text) - 1)) + 1
        pieces.append(text[first:end])
        first = end
    return pieces

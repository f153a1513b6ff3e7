"""Make the bytes of a text file lines that DuckDB cannot stumble over.

DuckDB takes an unclosed quote for a value that goes on, and may swallow a third of
a file into one record; a stray carriage return ends its reading. So blocks of whole
lines are checked here at C speed, and only a block that shows something irregular is
walked line by line.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ingest.errors import OrdersError
from ingest.reading.shape import Shape, open_bytes

BLOCK = 1 << 22
# DuckDB's own limit for a line.
LONGEST_LINE = 2_000_000
# A quoted value may go over so many lines before its quote counts as broken.
MOST_LINES = 1_000
MOST_BROKEN = 100_000
REPLACED = "\ufffd".encode()


@dataclass
class Tally:
    """What was seen so far; the numbers count from where reading began.

    Attributes
    ----------
    lines, records : int
        Lines of the text, and those among them (or groups of them) that hold an
        order line.
    broken : list of (line number, bytes, reason)
        Lines that were taken out.
    shifts : list of (first record, lines to add)
        From a record's number to the number of its first line.
    is_altered : bool
        Whether something was taken out or written otherwise.
    returns, feeds : int
        Carriage returns, and line feeds, of the text.
    """

    lines: int = 0
    records: int = 0
    broken: list[tuple[int, int, str]] = field(default_factory=list)
    shifts: list[tuple[int, int]] = field(default_factory=list)
    is_altered: bool = False
    has_null_bytes: bool = False
    returns: int = 0
    feeds: int = 0

    def add_record(self, lines: int = 1) -> None:
        """Count a record that covers so many lines."""
        shift = self.lines - self.records
        if shift != (self.shifts[-1][1] if self.shifts else 0):
            self.shifts.append((self.records + 1, shift))
        self.records += 1
        self.lines += lines

    def add_broken(self, size: int, reason: str) -> None:
        """Count a line that is taken out."""
        self.lines += 1
        self.is_altered = True
        self.broken.append((self.lines, size, reason))
        if len(self.broken) > MOST_BROKEN:
            raise OrdersError(
                f"More than {MOST_BROKEN:,} lines are broken, most lately line "
                f"{self.lines:,} ({reason}). Is it really a text of orders?"
            )


def clean_blocks(
    path: str,
    shape: Shape,
    tally: Tally,
    *,
    columns: int,
    quotes: bool,
    has_header: bool,
    start: int = 0,
) -> Iterator[bytes]:
    """Yield clean UTF-8 records, ended by line feeds, without the header.

    Parameters
    ----------
    path : str
    shape : Shape
        With the encoding that was settled.
    tally : Tally
        Filled while the blocks are taken.
    columns : int
        Of the file: what a quoted value over several lines has to add up to.
    quotes : bool
        Whether quotes mean anything.
    start : int
        Byte to begin at, for lines that were appended.
    """
    walker = Walker(tally, shape.delimiter, columns, quotes, has_header)
    for block, is_last in whole_lines(utf8_chunks(path, shape, start), shape, tally):
        yield walker.clean(block, is_last)


def utf8_chunks(path: str, shape: Shape, start: int) -> Iterator[bytes]:
    """Yield the text in UTF-8; what is said to be UTF-8 is passed on as it is."""
    decoder = codecs.getincrementaldecoder(shape.encoding)(errors="replace")
    with open_bytes(path, shape.compression) as file:
        if start or shape.mark:
            file.seek(start or shape.mark)
        while chunk := file.read(BLOCK):
            if shape.encoding == "utf-8":
                yield chunk
            else:
                yield decoder.decode(chunk).encode("utf-8", errors="replace")
    yield decoder.decode(b"", final=True).encode() if shape.encoding != "utf-8" else b""


def whole_lines(
    chunks: Iterator[bytes], shape: Shape, tally: Tally
) -> Iterator[tuple[bytes, bool]]:
    """Yield blocks that end with a line feed, and whether the block is the last."""
    rest, skipped = b"", 0
    for chunk in chunks:
        tally.has_null_bytes |= b"\0" in chunk
        if shape.ends_lines_by_return:
            chunk, tally.is_altered = chunk.replace(b"\r", b"\n"), True
        if skipped:
            # In the middle of a line that is too long to be held.
            end = chunk.find(b"\n")
            skipped += len(chunk) if end < 0 else end
            if end < 0:
                continue
            yield too_long(skipped), False
            chunk, skipped = chunk[end + 1 :], 0
        block = rest + chunk
        end = block.rfind(b"\n") + 1
        rest = block[end:]
        if end:
            yield block[:end], False
        if len(rest) > LONGEST_LINE:
            rest, skipped = b"", len(rest)
    if skipped:
        yield too_long(skipped), False
    yield (rest + b"\n" if rest else b""), True


def too_long(size: int) -> bytes:
    """Return a stand-in for a line of that size, which Walker knows."""
    return b"\0too long\0%d\n" % size


class Walker:
    """Passes on blocks of whole lines, clean, and keeps the tally."""

    def __init__(self, tally, delimiter, columns, quotes, has_header):
        """Begin before the first line."""
        self.tally, self.columns, self.quotes = tally, columns, quotes
        self.delimiter = delimiter if len(delimiter) == 1 else ","
        self.waits_for_header = has_header
        self.open_lines = b""

    def clean(self, block: bytes, is_last: bool) -> bytes:
        """Return the records of a block; open quotes wait for the next one."""
        tally = self.tally
        block = self.open_lines + self.normalise(block)
        self.open_lines = b""
        if not block:
            return b""
        odd = self.find_odd_lines(block)
        if self.is_regular(block) and not len(odd) and not self.waits_for_header:
            if tally.shifts and tally.lines - tally.records != tally.shifts[-1][1]:
                tally.shifts.append((tally.records + 1, tally.lines - tally.records))
            elif not tally.shifts and tally.lines != tally.records:
                tally.shifts.append((1, tally.lines - tally.records))
            count = block.count(b"\n")
            tally.lines += count
            tally.records += count
            return block
        return self.walk(block, set(odd.tolist()), is_last)

    def normalise(self, block: bytes) -> bytes:
        """Return the block with line feeds only."""
        returns = block.count(b"\r")
        self.tally.returns += returns
        self.tally.feeds += block.count(b"\n")
        if not returns:
            return block
        pairs = block.count(b"\r\n")
        if pairs != returns:
            self.tally.is_altered = True
        return block.replace(b"\r\n", b"\n").replace(b"\r", b" ")

    def is_regular(self, block: bytes) -> bool:
        """Return whether nothing but quotes could need a closer look."""
        return not (
            block.startswith(b"\n")
            or b"\n\n" in block
            or b"\0too long\0" in block
            or REPLACED in block
        )

    def find_odd_lines(self, block: bytes) -> np.ndarray:
        """Return the lines of the block with an odd number of quotes."""
        if not self.quotes or b'"' not in block:
            return np.empty(0, dtype=np.int64)
        content = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero(content == 10)
        lines = np.searchsorted(ends, np.flatnonzero(content == 34))
        return np.flatnonzero(np.bincount(lines, minlength=len(ends)) & 1)

    def walk(self, block: bytes, odd: set[int], is_last: bool) -> bytes:
        """Return the records of an irregular block, looking at every line."""
        lines = block.split(b"\n")[:-1]
        kept, place = [], 0
        while place < len(lines):
            line = lines[place]
            if self.waits_for_header and line.strip():
                self.waits_for_header = False
                self.tally.lines += 1
            elif not line:
                self.tally.lines += 1
                self.tally.is_altered = True
            elif line.startswith(b"\0too long\0"):
                self.tally.add_broken(int(line.rsplit(b"\0", 1)[1]), "line_is_too_long")
            elif len(line) > LONGEST_LINE:
                self.tally.add_broken(len(line), "line_is_too_long")
            elif REPLACED in line:
                self.tally.add_broken(len(line), "line_has_bad_bytes")
            elif place in odd:
                end = self.find_end(lines, place)
                if end is None and not is_last and self.may_go_on(lines[place:]):
                    self.open_lines = b"\n".join(lines[place:]) + b"\n"
                    break
                if end is None:
                    self.tally.add_broken(len(line), "line_has_broken_quotes")
                else:
                    kept += lines[place : end + 1]
                    self.tally.add_record(end + 1 - place)
                    self.tally.is_altered = True
                    place = end
            else:
                kept.append(line)
                self.tally.add_record()
            place += 1
        return b"".join(line + b"\n" for line in kept)

    def may_go_on(self, lines: list[bytes]) -> bool:
        """Return whether a value that is still open may end in the next block."""
        return len(lines) < MOST_LINES and sum(map(len, lines)) < LONGEST_LINE

    def find_end(self, lines: list[bytes], first: int) -> int | None:
        """Return the line on which a quoted value over several lines ends.

        None where what begins here makes no record of the file's columns.
        """
        record = lines[first]
        for place in range(first + 1, min(len(lines), first + MOST_LINES)):
            record += b"\n" + lines[place]
            if len(record) > LONGEST_LINE:
                return None
            if record.count(b'"') % 2 == 0:
                return place if self.is_record(record) else None
        return None

    def is_record(self, record: bytes) -> bool:
        """Return whether a text is one record with all the file's columns."""
        text = record.decode("utf-8", errors="replace")
        try:
            rows = list(
                csv.reader(
                    text.splitlines(keepends=True),
                    delimiter=self.delimiter,
                    strict=True,
                )
            )
        except csv.Error:
            return False
        return len(rows) == 1 and len(rows[0]) == self.columns

"""Cut a text into blocks of whole lines, and count what they hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.errors import OrdersError

# DuckDB refuses longer ones.
LONGEST_LINE = 1_999_999
MOST_BROKEN = 100_000


@dataclass
class Tally:
    """What was seen so far; the numbers count from where reading began.

    Attributes
    ----------
    lines, records : int
        Lines of the text, and order lines to be read from them.
    broken : list of (line number, bytes, reason)
        Lines that were taken out.
    shifts : list of (first record, lines to add)
        From a record's number to the number of its first line.
    is_altered : bool
        Whether something was taken out or written otherwise.
    has_quotes, has_null_bytes : bool
        Whether one was seen, anywhere.
    has_line_feeds, has_pairs : bool
        Whether lines ended by line feeds alone, or by return and line feed.
    ends_with_newline : bool
        Whether the last line is ended.
    """

    lines: int = 0
    records: int = 0
    broken: list[tuple[int, int, str]] = field(default_factory=list)
    shifts: list[tuple[int, int]] = field(default_factory=list)
    is_altered: bool = False
    has_quotes: bool = False
    has_null_bytes: bool = False
    has_line_feeds: bool = False
    has_pairs: bool = False
    ends_with_newline: bool = True

    def add_records(self, records: int, lines: int) -> None:
        """Count records that cover so many lines; several cover one line each."""
        shift = self.lines - self.records
        if shift != (self.shifts[-1][1] if self.shifts else 0):
            self.shifts.append((self.records + 1, shift))
        self.records += records
        self.lines += lines

    def add_broken(self, size: int, reason: str, lines: int = 1) -> None:
        """Count a line (or a record over several) that is taken out."""
        self.broken.append((self.lines + 1, size, reason))
        self.lines += lines
        self.is_altered = True
        if len(self.broken) > MOST_BROKEN:
            raise OrdersError(
                f"More than {MOST_BROKEN:,} order lines are broken, most lately line "
                f"{self.lines:,} ({reason}). Check the encoding and the delimiter of "
                "the source, and what the file puts in quotes."
            )

    def note_line_ends(self, block: bytes) -> None:
        """Remember how the lines of a block end."""
        returns = block.count(b"\r") if b"\r" in block else 0
        if not returns:
            self.has_line_feeds = True
            return
        self.has_pairs = True
        pairs = block.count(b"\r\n")
        self.is_altered |= returns != pairs or pairs != block.count(b"\n")


@dataclass(frozen=True)
class Block:
    """Whole lines, ended by line feeds.

    Attributes
    ----------
    text : bytes
        Without carriage returns.
    is_last : bool
        Whether nothing follows.
    skipped : int
        Bytes of a line that was too long to be held, and stands before the text.
    """

    text: bytes
    is_last: bool = False
    skipped: int = 0


def cut_blocks(
    chunks: Iterable[bytes], tally: Tally, ends_lines_by_return: bool
) -> Iterator[Block]:
    """Yield the lines of a text in UTF-8; the last block may be empty."""
    rest, skipped = b"", 0
    if ends_lines_by_return:
        tally.is_altered = True
        chunks = returns_as_line_feeds(chunks)
    for chunk in chunks:
        tally.has_null_bytes |= b"\0" in chunk
        end = chunk.rfind(b"\n") + 1
        if not end:
            rest += chunk
        elif skipped:
            first = chunk.find(b"\n")
            text = normalise(chunk[first + 1 : end], tally)
            yield Block(text, skipped=skipped + len(rest) + first)
            rest, skipped = chunk[end:], 0
        else:
            yield Block(normalise(rest + chunk[:end], tally))
            rest = chunk[end:]
        if skipped or len(rest) > LONGEST_LINE + 1:
            rest, skipped = b"", skipped + len(rest)
    tally.ends_with_newline = not rest and not skipped
    tally.is_altered |= b"\r" in rest
    text = fold_returns(rest + b"\n") if rest else b""
    yield Block(text, is_last=True, skipped=skipped)


def normalise(block: bytes, tally: Tally) -> bytes:
    """Return whole lines ended by line feeds, and note how they were ended."""
    if not block:
        return block
    tally.note_line_ends(block)
    return fold_returns(block)


def fold_returns(block: bytes) -> bytes:
    r"""Return the block with `\r\n` as line feeds, and other returns as blanks."""
    while b"\r\n" in block:
        block = block.replace(b"\r\n", b"\n")
    return block.replace(b"\r", b" ") if b"\r" in block else block


def returns_as_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield chunks in which each return, or return and line feed, is a line feed."""
    held = b""
    for chunk in chunks:
        chunk = held + chunk
        # The line feed that belongs to it may come with the next chunk.
        held = b"\r" if chunk.endswith(b"\r") else b""
        chunk = chunk[: len(chunk) - len(held)]
        yield chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    yield held.replace(b"\r", b"\n")

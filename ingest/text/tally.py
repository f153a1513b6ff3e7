"""Count what a text holds while it is read."""

from dataclasses import dataclass, field

import numpy as np

from ingest.errors import OrdersError

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
    has_long_records : bool
        Whether a record goes over several lines.
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
    has_long_records: bool = False
    has_line_feeds: bool = False
    has_pairs: bool = False
    ends_with_newline: bool = True

    @property
    def is_clean(self) -> bool:
        """Whether the text is passed on as it is, with lines that end alike.

        In place, DuckDB leaves the returns within a value; fed, there are none.
        """
        has_mixed_ends = self.has_line_feeds or self.has_long_records
        return not self.is_altered and not (has_mixed_ends and self.has_pairs)

    def add_records(self, records: int, lines: int) -> None:
        """Count records that cover so many lines; several cover one line each."""
        shift = self.lines - self.records
        if shift != (self.shifts[-1][1] if self.shifts else 0):
            self.shifts.append((self.records + 1, shift))
        self.records += records
        self.lines += lines

    def add_blank_line(self) -> None:
        """Count a line that holds nothing, and is left out."""
        self.lines += 1
        self.is_altered = True

    def add_broken(self, size: int, reason: str, lines: int = 1) -> None:
        """Count a line (or a record over several) that is taken out."""
        self.broken.append((self.lines + 1, size, reason))
        self.lines += lines
        self.is_altered = True
        if len(self.broken) > MOST_BROKEN:
            raise OrdersError(
                f"More than {MOST_BROKEN:,} lines are broken, most lately line "
                f"{self.lines:,} ({reason}). Check the encoding and the delimiter of "
                "the source, and what the file puts in quotes."
            )

    def add_header(self, lines: int) -> None:
        """Count the header; DuckDB passes over one that is the first line only."""
        self.lines += lines
        self.is_altered |= self.lines > 1

    def note_line_ends(self, block: bytes) -> bool:
        """Remember how the lines of a block end; return whether all end as pairs."""
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

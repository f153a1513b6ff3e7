"""Quotes, read as DuckDB reads them.

A value may stand in quotes, with one blank before and any number behind them; a quote
within is doubled. A quote anywhere else in a value is a letter. What follows a closing
quote and is no delimiter breaks the line: DuckDB refuses such a line, and where an open
quote is never closed it takes everything behind it for one value.
"""

import re

import numpy as np

# A quoted value may go over so many lines and bytes before its quote counts as broken.
MOST_LINES = 1_000
MOST_BYTES = 1 << 20
OPEN = -1
BROKEN = 0


class Quotes:
    """Finds the records among the lines of a text.

    Parameters
    ----------
    delimiter : str
        One ASCII character.
    columns : int
        What a record over several lines has to have; 0 for any number.
    """

    def __init__(self, delimiter: str, columns: int = 0):
        """Write down what lines look like."""
        self.delimiter, self.columns = delimiter.encode(), columns
        cut = re.escape(self.delimiter)
        inside = rb'(?:[^"]++|"")*+'
        value = rb'(?: ?"%b" *|(?! ?")[^%b\n]*+)' % (inside, cut)
        rest = rb"(?:%b%b)*+" % (cut, value)
        last_opens = rb'(?:%b%b)*+ ?"%b' % (value, cut, inside)
        self.is_record = re.compile(value + rest).fullmatch
        self.opens = re.compile(last_opens).fullmatch
        self.stays_open = re.compile(inside).fullmatch
        self.closes = re.compile(rb'%b" *%b' % (inside, rest)).fullmatch
        self.opens_again = re.compile(
            rb'%b" *%b%b' % (inside, cut, last_opens)
        ).fullmatch
        self.values = re.compile(rb"(?:^|%b)(%b)" % (cut, value))

    def are_regular(self, block: bytes) -> bool:
        """Return whether all quotes of a block stand around values of one line.

        Parameters
        ----------
        block : bytes
            Whole lines, from the beginning of a record on.
        """
        content = np.frombuffer(block, dtype=np.uint8)
        places = np.flatnonzero(content == ord('"'))
        if len(places) % 2:
            return False
        opening, closing = places[::2], places[1::2]
        # The block ends with a line feed, so the byte before its first does too.
        fits_before = self.ends_value(content[opening - 1])
        fits_behind = self.ends_value(content[closing + 1])
        doubled = opening[1:] == closing[:-1] + 1
        fits_before[1:] |= doubled
        fits_behind[:-1] |= doubled
        if not (fits_before.all() and fits_behind.all()):
            return False
        line_ends = np.flatnonzero(content == ord("\n"))
        return not (np.searchsorted(places, line_ends) & 1).any()

    def ends_value(self, letters: np.ndarray) -> np.ndarray:
        """Return which letters are a delimiter or a line feed."""
        return (letters == self.delimiter[0]) | (letters == ord("\n"))

    def count_lines(self, lines: list[bytes], first: int) -> int:
        """Return how many lines the record has that begins with line `first`.

        `BROKEN` where none begins there, `OPEN` where the lines end before it does.
        """
        if self.is_record(lines[first]):
            return 1
        if not self.opens(lines[first]):
            return BROKEN
        size = len(lines[first])
        for place in range(first + 1, min(len(lines), first + MOST_LINES)):
            line = lines[place]
            size += len(line) + 1
            if size > MOST_BYTES:
                return BROKEN
            if b'"' in line and self.closes(line):
                record = b"\n".join(lines[first : place + 1])
                return place + 1 - first if self.is_whole(record) else BROKEN
            if self.looks_whole(line) or not self.goes_on(line):
                return BROKEN
        return OPEN if len(lines) < first + MOST_LINES else BROKEN

    def goes_on(self, line: bytes) -> bool:
        """Return whether a value that was open before a line is open behind it."""
        return b'"' not in line or bool(self.stays_open(line) or self.opens_again(line))

    def looks_whole(self, line: bytes) -> bool:
        """Return whether a line within an open value would do as a record.

        Then the quote before it was rather forgotten than meant.
        """
        if self.columns < 2 or line.count(self.delimiter) < self.columns - 1:
            return False
        return bool(self.is_record(line)) and self.is_whole(line)

    def is_whole(self, record: bytes) -> bool:
        """Return whether a record has all columns."""
        return self.columns in (0, len(self.split(record)))

    def split(self, record: bytes) -> list[bytes]:
        """Return the values of a record, without their quotes."""
        return [
            value.strip(b" ")[1:-1].replace(b'""', b'"')
            if value.startswith((b'"', b' "'))
            else value
            for value in self.values.findall(record)
        ]

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
BROKEN = 0
OPEN = -1
INSIDE = rb'(?:[^"]++|"")*+'
INSIDE_LINE = rb'(?:[^"\n]++|"")*+'


class Quotes:
    """Finds the records of a text.

    Parameters
    ----------
    delimiter : str
        One ASCII character.
    columns : int
        Of a record: tells where a forgotten quote swallows whole ones.
    """

    def __init__(self, delimiter: str, columns: int = 0):
        """Write down what lines look like."""
        self.delimiter, self.columns = delimiter.encode(), columns
        cut = re.escape(self.delimiter)
        bare = rb'(?! ?")[^%b\n]*+' % cut
        value = rb'(?: ?"%b" *|%b)' % (INSIDE, bare)
        line_value = rb'(?: ?"%b" *|%b)' % (INSIDE_LINE, bare)
        # Behind line breaks, quotes are no letters: rather the line before was wrong.
        strict_value = rb'(?: ?"%b" *|[^"%b\n]*+)' % (INSIDE, cut)
        times = b"{%d}+" % (columns - 1) if columns else b"*+"

        def compiled(*parts: bytes) -> re.Pattern:
            return re.compile(b"".join(parts))

        def more(one: bytes) -> bytes:
            return rb"(?:%b%b)*+" % (cut, one)

        def opening(one: bytes) -> bytes:
            return rb'(?:%b%b)*+ ?"%b' % (one, cut, INSIDE)

        self.run = compiled(rb"(?:(?!\n)", line_value, more(line_value), rb"\n)++")
        self.is_whole = compiled(value, rb"(?:%b%b)" % (cut, value), times)
        self.opens = compiled(opening(value))
        self.stays_open = compiled(INSIDE)
        self.closes = compiled(INSIDE, b'" *', more(strict_value))
        self.opens_again = compiled(INSIDE, b'" *', cut, opening(strict_value))
        self.values = compiled(rb"(?:^|%b)(%b)" % (cut, value))

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
        # The block ends with a line feed, so the byte before its first is one too.
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

    def find_run(self, text: bytes, first: int) -> int:
        """Return where the records of one line end that follow `first`."""
        found = self.run.match(text, first)
        return found.end() if found else first

    def find_end(self, text: bytes, first: int) -> int:
        """Return where the record ends that opens a quote in the line at `first`.

        `BROKEN` where none begins there, `OPEN` where the text ends before it does.
        """
        line_end = text.find(b"\n", first)
        if not self.opens.fullmatch(text, first, line_end):
            return BROKEN
        lines, begin = 1, line_end + 1
        while begin < len(text):
            line_end = text.find(b"\n", begin)
            lines += 1
            if lines > MOST_LINES or line_end - first > MOST_BYTES:
                return BROKEN
            if self.closes.fullmatch(text, begin, line_end):
                # A wrong number of columns is for DuckDB to refuse, unless the quote
                # that seems to close the value rather opens another.
                is_end = self.is_whole.fullmatch(
                    text, first, line_end
                ) or not self.opens.fullmatch(text, begin, line_end)
                return line_end + 1 if is_end else BROKEN
            if not self.goes_on(text, begin, line_end):
                return BROKEN
            begin = line_end + 1
        return OPEN

    def goes_on(self, text: bytes, begin: int, end: int) -> bool:
        """Return whether a value that was open before a line is open behind it.

        A line that would do as a record tells that the quote before it was rather
        forgotten than meant.
        """
        stays = self.stays_open.fullmatch(
            text, begin, end
        ) or self.opens_again.fullmatch(text, begin, end)
        if not stays or self.columns < 2:
            return bool(stays)
        return not self.is_whole.fullmatch(text, begin, end)

    def split(self, record: bytes) -> list[bytes]:
        """Return the values of a record, without their quotes."""
        return [
            value.strip(b" ")[1:-1].replace(b'""', b'"')
            if value.startswith((b'"', b' "'))
            else value
            for value in self.values.findall(record)
        ]

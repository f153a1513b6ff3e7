"""Find records, values and quotes in a text as DuckDB does.

A value may be in quotes, with at most one blank before them and any number of blanks
after them. A quote within a quoted value is doubled. A quote within an unquoted value
is an ordinary letter. DuckDB refuses a line in which other text follows a closing quote
before the next delimiter. A quote that is never closed opens a value up to the end of
the file.

A record has as many values as the file has columns. Further values are ignored if they
are empty. DuckDB refuses a record with too few values, or with further values that are
not empty.
"""

import re

import numpy as np

# A record counts as broken if it has more lines or bytes than these limits.
MOST_LINES = 1_000
MOST_BYTES = 1 << 20
BROKEN = 0
OPEN = -1
BROKEN_QUOTES = "line_has_broken_quotes"
TOO_MANY = "line_has_too_many_columns"
TOO_FEW = "line_has_too_few_columns"
# For each bit position in a byte, a mask of the bits from this position on.
BITS_BEHIND = np.uint8(255) >> np.arange(8, dtype=np.uint8)
INSIDE = rb'(?:[^"]++|"")*+'
INSIDE_LINE = rb'(?:[^"\n]++|"")*+'


class QuotedRecords:
    """Finds the records of a text.

    `delimiter` is one ASCII character. `columns` is the number of columns, 0 for any.
    """

    knows_quotes = True

    def __init__(self, delimiter: str, columns: int = 0):
        """Compile the patterns of values and records."""
        self.delimiter, self.columns = delimiter.encode(), columns
        cut = re.escape(self.delimiter)
        bare = rb'(?! ?")[^%b\n]*+' % cut
        value = rb'(?: ?"%b" *|%b)' % (INSIDE, bare)
        line_value = rb'(?: ?"%b" *|%b)' % (INSIDE_LINE, bare)
        # If a stray quote follows a line break in an open value, the line above is
        # broken.
        strict_value = rb'(?: ?"%b" *|[^"%b\n]*+)' % (INSIDE, cut)
        times = b"{%d}+" % (columns - 1) if columns else b"*+"
        nothing = rb'(?:%b(?: ?"" *)?)*+' % cut

        def compiled(*parts: bytes) -> re.Pattern:
            return re.compile(b"".join(parts))

        def more(one: bytes, times: bytes = b"*+") -> bytes:
            return rb"(?:%b%b)%b" % (cut, one, times)

        def opening(one: bytes) -> bytes:
            return rb'(?:%b%b)*+ ?"%b' % (one, cut, INSIDE)

        line = line_value + more(line_value, times) + nothing
        self.run = compiled(rb"(?:(?!\n)", line, rb"\n)++")
        self.closed_line = compiled(line_value, more(line_value), rb"\n")
        self.is_whole = compiled(value, more(value, times), nothing)
        self.opens = compiled(opening(value))
        self.stays_open = compiled(INSIDE)
        self.closes = compiled(INSIDE, b'" *', more(strict_value))
        self.opens_again = compiled(INSIDE, b'" *', cut, opening(strict_value))
        self.values = compiled(rb"(?:^|%b)(%b)" % (cut, value))

    def count_regular(self, block: bytes) -> int:
        """Return the number of records in whole lines, or 0 if any record is irregular.

        A regular record is one line with as many values as the file has columns, and
        with quotes only around whole values.
        """
        content = np.frombuffer(block, dtype=np.uint8)
        feeds, cuts = content == ord("\n"), content == self.delimiter[0]
        if self.columns == 1 and (feeds[1:] & feeds[:-1]).any():
            # A line without any byte is irregular.
            return 0
        if self.knows_quotes and b'"' in block:
            quotes = content == ord('"')
            # True from an opening quote up to the byte before its closing quote.
            inside = np.bitwise_xor.accumulate(quotes.view(np.uint8)).view(bool)
            if (feeds & inside).any():
                return 0
            if not stand_around_values(quotes, inside, feeds | cuts):
                return 0
            cuts &= ~inside
        ends = np.flatnonzero(feeds)
        return len(ends) if self.fit(cuts, ends) else 0

    def fit(self, cuts: np.ndarray, ends: np.ndarray) -> bool:
        """Return whether each line has as many columns as the file.

        Parameters
        ----------
        cuts : array of bool, shape (bytes,)
            Whether a byte is a delimiter between values.
        ends : array of int, shape (lines,)
            The positions where lines end.
        """
        if self.columns == 1:
            return not cuts.any()
        # For each line, count the delimiters of the text up to the group of eight bytes
        # that contains the line's end, and subtract those after the end. This is faster
        # than one sum per line.
        packed = np.packbits(cuts)
        counts = np.cumsum(np.bitwise_count(packed), dtype=np.int32)
        eights = ends >> 3
        behind = packed[eights] & BITS_BEHIND[ends & 7]
        before = counts[eights] - np.bitwise_count(behind)
        expected = np.arange(1, len(ends) + 1) * (self.columns - 1)
        return np.array_equal(before, expected)

    def find_run(self, text: bytes, first: int) -> int:
        """Return the end of the run of good one-line records that begins at `first`."""
        found = self.run.match(text, first)
        return found.end() if found else first

    def find_record(self, text: bytes, first: int) -> tuple[int, str]:
        """Return the end of a record outside a run, and the reason if it is broken.

        The end is `OPEN` if the text ends before the record does.
        """
        closed = self.closed_line.match(text, first)
        end = closed.end() if closed else self.find_end(text, first)
        if end == OPEN:
            return OPEN, ""
        if end == BROKEN:
            return text.find(b"\n", first) + 1, BROKEN_QUOTES
        if self.is_whole.fullmatch(text, first, end - 1):
            return end, ""
        values = len(self.values.findall(text[first : end - 1]))
        return end, TOO_MANY if values > self.columns else TOO_FEW

    def find_end(self, text: bytes, first: int) -> int:
        """Return the end of the record that opens a quote in the line at `first`.

        The end is `BROKEN` if the line opens no quote, or if the quote is not closed
        correctly; it is `OPEN` if the text ends before the record does.
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
                # The quote may open another value instead of closing this one. In that
                # case the record is not whole, and the line would open a quote even
                # without the lines above.
                is_end = self.is_whole.fullmatch(
                    text, first, line_end
                ) or not self.opens.fullmatch(text, begin, line_end)
                return line_end + 1 if is_end else BROKEN
            if not self.goes_on(text, begin, line_end):
                return BROKEN
            begin = line_end + 1
        return OPEN

    def goes_on(self, text: bytes, begin: int, end: int) -> bool:
        """Return whether a value that is open before a line is still open after it.

        If the line is a whole record by itself, the quote was opened by mistake.
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


class UnquotedRecords(QuotedRecords):
    """Finds the records of a text in which quotes are letters."""

    knows_quotes = False

    def __init__(self, delimiter: str, columns: int):
        """Compile the pattern of lines."""
        self.delimiter, self.columns = delimiter.encode(), columns
        cut = re.escape(self.delimiter)
        value = rb"[^%b\n]*+" % cut
        line = rb"%b(?:%b%b){%d}+%b*+" % (value, cut, value, columns - 1, cut)
        self.run = re.compile(rb"(?:(?!\n)" + line + rb"\n)++")

    def find_record(self, text: bytes, first: int) -> tuple[int, str]:
        """Return the end of a line outside a run, and the reason if it is broken."""
        end = text.find(b"\n", first)
        values = text.count(self.delimiter, first, end) + 1
        return end + 1, TOO_MANY if values > self.columns else TOO_FEW


def stand_around_values(
    quotes: np.ndarray, inside: np.ndarray, ends: np.ndarray
) -> bool:
    """Return whether all quotes are around values, or doubled within values.

    Parameters
    ----------
    quotes, inside, ends : array of bool, shape (bytes,)
        `quotes`: whether a byte is a quote. `inside`: whether it is an opening quote or
        within quotes. `ends`: whether it ends a value.
    """
    borders = ends | quotes
    opening, closing = quotes & inside, quotes & ~inside
    # The block ends with a line feed, and its first byte is the beginning of a line.
    return not (
        (opening[1:] & ~borders[:-1]).any() or (closing[:-1] & ~borders[1:]).any()
    )

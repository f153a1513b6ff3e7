"""What separates the columns of a text."""

import re

from ingest.errors import OrdersError
from ingest.text.quotes import BROKEN, MOST_LINES, OPEN, Quotes

DELIMITERS = ",;\t|"
BLANKS = "blanks"


def known_delimiter(path: str, delimiter: str) -> str:
    """Return a declared delimiter; blanks may be declared by one of them.

    Raises
    ------
    OrdersError
        It is no single character that can stand between values.
    """
    if delimiter in ("", BLANKS):
        return delimiter
    if delimiter == " ":
        return BLANKS
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        raise OrdersError(
            f"The delimiter of '{path}' has to be one character such as ; or the word "
            f"{BLANKS}, and not '{delimiter}'."
        )
    return delimiter


def find_delimiter(line: str) -> str:
    """Return what separates the columns of a line."""
    bare = re.sub(r'"[^"]*"', "", line)
    best = max(DELIMITERS, key=bare.count)
    if bare.count(best):
        return best
    return BLANKS if len(bare.split()) > 1 else ","


def split_first(lines: list[str], delimiter: str) -> list[str]:
    """Return the values of the first record; of its line where quotes are odd."""
    if delimiter == BLANKS:
        return lines[0].split()
    quotes = Quotes(delimiter)
    text = ("\n".join(lines[:MOST_LINES]) + "\n").encode("utf-8", "replace")
    end = len(lines[0].encode("utf-8", "replace")) + 1
    if not quotes.is_whole.fullmatch(text, 0, end - 1):
        end = quotes.find_end(text, 0)
        if end in (OPEN, BROKEN):
            return lines[0].split(delimiter)
    return [value.decode() for value in quotes.split(text[: end - 1])]

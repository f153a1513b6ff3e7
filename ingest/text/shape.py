"""Look at the beginning of a text: its encoding, and what separates its columns."""

import codecs
import os
import re
from dataclasses import dataclass

from ingest.errors import OrdersError
from ingest.text.quotes import BROKEN, MOST_LINES, OPEN, Quotes
from ingest.text.raw import (
    find_compression,
    read_chunks,
    refuse_strangers,
    settle_encoding,
    to_utf8,
)

HEAD = 1 << 20
DELIMITERS = ",;\t|"
BLANKS = "blanks"
# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Shape:
    """What the first megabyte of a text tells.

    Attributes
    ----------
    compression : str
        `gzip`, `zstd` or nothing, by the first bytes and not by the name.
    encoding : str
        Declared, or known from the first bytes; `utf-8` otherwise, which `scan`
        confirms or corrects.
    is_declared : bool
        Whether the encoding is taken at its word.
    has_bom : bool
        Whether a byte order mark stands before the text.
    delimiter : str
        One character, or `blanks` for runs of them.
    head : str
        The beginning of the text, lines ended by line feeds.
    first_fields : list of str
        The first record that is not empty, split.
    ends_lines_by_return : bool
        Old Macintosh text: carriage returns and no line feeds.
    """

    compression: str
    encoding: str
    is_declared: bool
    has_bom: bool
    delimiter: str
    head: str
    first_fields: list[str]
    ends_lines_by_return: bool


def look(path: str, delimiter: str = "", encoding: str = "") -> Shape:
    """Return what the beginning of a text file tells.

    Parameters
    ----------
    delimiter : str
        One character, or `blanks`; the likely one where none is given.
    encoding : str
        One of Python's codecs, taken at its word.

    Raises
    ------
    OrdersError
        There is no such file, it is empty or no text, or what is declared about
        it makes no sense.
    """
    if not os.path.isfile(path):
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    with open(path, "rb") as file:
        compression = find_compression(file.read(4))
    start = read_head(path, compression)
    refuse_strangers(path, start)
    found, has_bom = find_encoding(start)
    name = known_codec(path, encoding) if encoding else found
    if name in ("utf-16", "utf-32") and not has_bom:
        # Python insists on a mark; where there is none, the zeros tell.
        name = found if found.startswith(name) else f"{name}-le"
    text = decode_head(start, name, bool(encoding) or has_bom)
    if not text.strip():
        raise OrdersError(f"The file '{path}' is empty.")
    if len(CONTROL.findall(text[:4000])) * 10 > len(text[:4000]):
        raise OrdersError(f"The file '{path}' is no text: save it as CSV.")
    head = re.sub("\r+\n", "\n", text)
    lines = head.replace("\r", "\n" if "\n" not in text else " ").split("\n")
    lines = lines[next(place for place, line in enumerate(lines) if line) :]
    delimiter = known_delimiter(path, delimiter) or find_delimiter(lines[0])
    return Shape(
        compression=compression,
        encoding=name,
        is_declared=bool(encoding) or has_bom,
        has_bom=has_bom,
        delimiter=delimiter,
        head="\n".join(lines),
        first_fields=split_first(lines, delimiter),
        ends_lines_by_return="\n" not in text and "\r" in text,
    )


def read_head(path: str, compression: str) -> bytes:
    """Return the first megabyte of what a file holds."""
    head = b""
    for chunk in read_chunks(path, compression):
        head += chunk
        if len(head) >= HEAD:
            break
    return head[:HEAD]


def decode_head(start: bytes, encoding: str, is_sure: bool) -> str:
    """Return the text of the first bytes, without its mark."""
    if encoding == "utf-8" and not is_sure:
        encoding = settle_encoding([start])
    utf8 = b"".join(to_utf8([start], encoding))
    return utf8.decode("utf-8", "replace").removeprefix("\ufeff")


def find_encoding(start: bytes) -> tuple[str, bool]:
    """Return the likely encoding of a text, and whether a mark says so.

    Parameters
    ----------
    start : bytes
        The beginning of the text. Without a mark, every other byte being zero
        tells UTF-16.
    """
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding, True
    sample = start[:2000]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[first::2].count(0) > len(sample) // 4:
            return encoding, False
    return "utf-8", False


def known_codec(path: str, encoding: str) -> str:
    """Return the name by which Python knows a declared encoding.

    Raises
    ------
    OrdersError
        Nothing that makes text of bytes has that name.
    """
    try:
        bytes(4).decode(encoding, "replace")
        codecs.getincrementaldecoder(encoding)
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise OrdersError(
            f"The encoding '{encoding}' of '{path}' is not known. Say utf-8, utf-16, "
            "cp1252, latin-1 or another of Python's codecs."
        ) from error
    return "utf-8" if name in ("utf-8-sig", "ascii") else name


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

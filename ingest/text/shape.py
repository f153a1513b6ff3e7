"""Look at the beginning of a text: what it is, and what separates its columns."""

import os
import re
from dataclasses import dataclass

from ingest.errors import OrdersError
from ingest.text.delimiter import find_delimiter, known_delimiter, split_first
from ingest.text.encoding import (
    find_encoding,
    known_codec,
    settle_encoding,
    to_utf8,
)
from ingest.text.raw import find_compression, read_chunks, refuse_strangers

HEAD = 1 << 20
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

"""A text that is one JSON document: where its records stand.

Records are cut out of the text as they are written, not written anew: numbers keep
their digits. Only one record at a time is taken apart.
"""

import functools
import hashlib
import os
import re
from array import array
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder

from ingest.errors import OrdersError
from ingest.formats.text.encodings import is_utf8, settle_encoding, to_utf8
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.unpack import HashedFile, read_chunks

# Records that are looked at for their columns.
LOOKED_AT = 1_000
BLANK = re.compile(r"[ \t\n\r]*")

# Numbers as they are written.
DECODER = JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


@dataclass
class Records:
    """Where records stand in a text, and the first of them."""

    starts: array = field(default_factory=lambda: array("q"))
    ends: array = field(default_factory=lambda: array("q"))
    first: list = field(default_factory=list)

    def add(self, start: int, end: int, value) -> None:
        """Remember a record."""
        self.starts.append(start)
        self.ends.append(end)
        if len(self.first) < LOOKED_AT:
            self.first.append(value)

    def extend(self, others: "Records") -> None:
        """Remember records that follow these."""
        self.starts.extend(others.starts)
        self.ends.extend(others.ends)
        self.first.extend(others.first[: LOOKED_AT - len(self.first)])


@dataclass
class Document:
    """A whole JSON text.

    Attributes
    ----------
    records : Records
        The values that follow each other in the text, or the elements of an array.
    lists : dict of Records
        Lists of objects in the objects that follow each other, by their paths.
    is_object : bool
        Whether it is one object.
    bytes, sha256, encoding
        Of the file.
    """

    records: Records
    lists: dict[tuple[str, ...], Records]
    is_object: bool
    bytes: int
    sha256: str
    encoding: str


def read_document(path: str, layout: TextLayout) -> Document:
    """Return what a JSON text holds; one that was just read is not read again.

    Raises
    ------
    OrdersError
        It is damaged.
    """
    said = os.stat(path)
    return parse(path, (said.st_size, said.st_mtime_ns), how_to_read(layout))


def how_to_read(layout: TextLayout) -> tuple[str, str, bool]:
    """Return what says how the bytes of a file become text."""
    return layout.compression, layout.encoding, layout.is_declared


@functools.lru_cache(maxsize=2)
def parse(path: str, mark: tuple, how: tuple) -> Document:
    """Return what a JSON text holds that has this size and time."""
    text, encoding, hashed = read_text(path, *how)
    lists: dict[tuple[str, ...], Records] = {}
    try:
        records = find_records(text, lists)
    except JSONDecodeError as error:
        raise OrdersError(
            f"The JSON file '{path}' is damaged at line {error.lineno:,}, column "
            f"{error.colno:,}: {error.msg}. Export it again."
        ) from None
    except RecursionError:
        raise OrdersError(f"The JSON file '{path}' is nested too deeply.") from None
    is_object = len(records.starts) == 1 and not text.lstrip().startswith("[")
    return Document(
        records, lists, is_object, hashed.size, hashed.digest.hexdigest(), encoding
    )


def read_text(
    path: str, compression: str, encoding: str, is_declared: bool
) -> tuple[str, str, HashedFile]:
    """Return a text, its encoding, and its file, hashed.

    Bytes that mean nothing become signs that UTF-8 does not have.
    """
    hashed = HashedFile(path, hashlib.sha256())
    with hashed:
        content = b"".join(read_chunks(path, compression, hashed=hashed))
    if encoding == "utf-8" and not is_declared and not is_utf8(content):
        encoding = settle_encoding([content])
    utf8 = b"".join(to_utf8([content], encoding))
    text = utf8.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return text, encoding, hashed


def find_records(text: str, lists: dict) -> Records:
    """Return the records of a text; fill in the lists of objects in its objects."""
    records, place = Records(), skip_blanks(text, 0)
    if text.startswith("[", place):
        end = add_elements(text, place, records)
        if skip_blanks(text, end) < len(text):
            raise JSONDecodeError("Extra data", text, end)
        return records
    while place < len(text):
        if text.startswith("{", place):
            end, value = walk(text, place, (), lists)
        else:
            value, end = DECODER.raw_decode(text, place)
        records.add(place, end, value)
        place = skip_blanks(text, end)
    return records


def walk(text: str, start: int, path: tuple[str, ...], lists: dict) -> tuple[int, dict]:
    """Return where an object ends, and what it holds, of lists their beginnings.

    Lists of objects are filled in: they may be nearly all of the text.
    """
    found: dict = {}
    place = skip_blanks(text, start + 1)
    while not text.startswith("}", place):
        if found:
            place = expect(",", text, place)
        key, place = DECODER.raw_decode(text, place)
        if not isinstance(key, str):
            raise JSONDecodeError("Expecting a name in quotes", text, place)
        place = expect(":", text, skip_blanks(text, place))
        if text.startswith("{", place):
            place, found[key] = walk(text, place, (*path, key), lists)
        elif text.startswith("[", place):
            records = Records()
            place = add_elements(text, place, records)
            found[key] = records.first
            if any(isinstance(one, dict) for one in records.first):
                lists.setdefault((*path, key), Records()).extend(records)
        else:
            found[key], place = DECODER.raw_decode(text, place)
        place = skip_blanks(text, place)
    return place + 1, found


def add_elements(text: str, start: int, records: Records) -> int:
    """Add the elements of an array; return where it ends."""
    place, is_first = skip_blanks(text, start + 1), True
    while not text.startswith("]", place):
        if not is_first:
            place = expect(",", text, place)
        value, end = DECODER.raw_decode(text, place)
        records.add(place, end, value)
        place, is_first = skip_blanks(text, end), False
    return place + 1


def expect(sign: str, text: str, place: int) -> int:
    """Return where what follows a sign begins.

    Raises
    ------
    JSONDecodeError
        Another one stands there.
    """
    if not text.startswith(sign, place):
        raise JSONDecodeError(f"Expecting '{sign}' delimiter", text, place)
    return skip_blanks(text, place + 1)


def skip_blanks(text: str, place: int) -> int:
    """Return where the next sign stands that is no blank."""
    return BLANK.match(text, place).end()

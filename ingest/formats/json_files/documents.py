"""Find the positions of the records in a JSON document.

Records are cut out of the text, so that numbers keep their digits. Only one record at a
time is parsed.
"""

import functools
import re
from array import array
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder

from ingest.errors import OrdersError
from ingest.formats.text.encodings import is_utf8, settle_encoding, to_utf8
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.unpack import HashedFile, read_chunks

# The number of first records in which column names are searched.
SAMPLE = 1_000
BLANK = re.compile(r"[ \t\n\r]*")
# This decoder returns numbers as text, as they are written in the file.
DECODER = JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


@dataclass
class Records:
    """The positions where records start and end, and the values of the first ones."""

    starts: array = field(default_factory=lambda: array("q"))
    ends: array = field(default_factory=lambda: array("q"))
    first: list = field(default_factory=list)

    def add(self, start: int, end: int, value) -> None:
        """Add a record."""
        self.starts.append(start)
        self.ends.append(end)
        if len(self.first) < SAMPLE:
            self.first.append(value)

    def extend(self, others: "Records") -> None:
        """Append the records of another list, which comes later in the text."""
        self.starts.extend(others.starts)
        self.ends.extend(others.ends)
        self.first.extend(others.first[: SAMPLE - len(self.first)])


@dataclass
class Document:
    """A whole JSON file.

    Attributes
    ----------
    records : Records
        The elements of the array that is the whole text, or the values in a text
        without one.
    lists : dict of Records
        The lists of objects within the values of the text, by path.
    is_object : bool
        Whether the text is a single object.
    """

    records: Records
    lists: dict[tuple[str, ...], Records]
    is_object: bool
    bytes: int
    sha256: str
    encoding: str


def decoding(layout: TextLayout) -> tuple[str, str, bool]:
    """Return the settings by which `read_text` decodes a file."""
    return layout.compression, layout.encoding, layout.is_declared


@functools.lru_cache(maxsize=2)
def read_document(path: str, _stamp: tuple, how: tuple) -> Document:
    """Return the document of a file; a new `_stamp` (size and time) reads it again."""
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
        raise OrdersError(
            f"The JSON file '{path}' is nested too deeply: export it as flat records."
        ) from None
    is_object = len(records.starts) == 1 and not text.lstrip().startswith("[")
    sha256 = hashed.digest.hexdigest()
    return Document(records, lists, is_object, hashed.size, sha256, encoding)


def read_text(
    path: str, compression: str, encoding: str, is_declared: bool
) -> tuple[str, str, HashedFile]:
    """Return a text, its encoding, and its hashed file.

    Bytes that cannot be decoded become surrogates in the text.
    """
    with HashedFile(path) as hashed:
        content = b"".join(read_chunks(path, compression, hashed=hashed))
    if encoding == "utf-8" and not is_declared and not is_utf8(content):
        encoding = settle_encoding([content])
    utf8 = b"".join(to_utf8([content], encoding))
    text = utf8.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return text, encoding, hashed


def find_records(text: str, lists: dict) -> Records:
    """Return the records of a text; add the lists of objects in them to `lists`."""
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
    """Return end and value of an object; add the lists in it to `lists`."""
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
    """Add the elements of an array to the records; return the end of the array."""
    place, is_first = skip_blanks(text, start + 1), True
    while not text.startswith("]", place):
        if not is_first:
            place = expect(",", text, place)
        value, end = DECODER.raw_decode(text, place)
        records.add(place, end, value)
        place, is_first = skip_blanks(text, end), False
    return place + 1


def expect(sign: str, text: str, place: int) -> int:
    """Return the position after a sign and blanks; raise if the sign is missing."""
    if not text.startswith(sign, place):
        raise JSONDecodeError(f"Expecting '{sign}' delimiter", text, place)
    return skip_blanks(text, place + 1)


def skip_blanks(text: str, place: int) -> int:
    """Return the position of the next character that is no blank."""
    return BLANK.match(text, place).end()

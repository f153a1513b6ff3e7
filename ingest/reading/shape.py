"""Look at the beginning of a file: what it is, and what separates its columns."""

import codecs
import csv
import gzip
import re
import zlib
from dataclasses import dataclass

from ingest.errors import OrdersError

HEAD = 1 << 20
DELIMITERS = ",;\t|"
# What a file that is no text begins with, and what to do about it.
STRANGERS = {
    b"PK\x03\x04": "an Excel workbook or another zip archive: save it as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save it as CSV",
    b"%PDF": "a PDF document: export the orders as CSV",
    b"SQLite format 3": "a SQLite database: export the orders as CSV or Parquet",
    b"BZh": "compressed by bzip2: use gzip, zstd or none",
    b"\xfd7zXZ": "compressed by xz: use gzip, zstd or none",
}
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


@dataclass(frozen=True)
class Shape:
    """What the first megabyte of a text tells.

    Attributes
    ----------
    compression : str
        `gzip`, `zstd` or nothing, by the first bytes and not by the name.
    encoding : str
        Declared, or known from the first bytes; `utf-8` otherwise, which the
        whole file has to confirm (`scan`).
    is_declared : bool
        Whether the encoding is taken at its word.
    mark : int
        Bytes of the byte order mark.
    delimiter : str
        One character, or `blanks` for runs of them.
    head : str
        The beginning of the text, lines ended by line feeds.
    first_fields : list of str
        The first line that is not empty, split.
    ends_lines_by_return : bool
        Old Macintosh text: carriage returns and no line feeds.
    """

    compression: str
    encoding: str
    is_declared: bool
    mark: int
    delimiter: str
    head: str
    first_fields: list[str]
    ends_lines_by_return: bool


def look(path: str, delimiter: str = "", encoding: str = "") -> Shape:
    """Return what the beginning of a text file tells.

    Raises
    ------
    OrdersError
        The file is empty or no text, or the declared encoding is unknown.
    """
    with open(path, "rb") as file:
        compression = find_compression(file.read(4))
    start = read_head(path, compression)
    for magic, what in STRANGERS.items():
        if start.startswith(magic):
            raise OrdersError(f"The order file '{path}' is {what}.")
    mark, found = find_encoding(start)
    name = known_codec(path, encoding) if encoding else found
    text = start[mark:].decode(name, errors="replace").lstrip("\ufeff")
    if not text.strip():
        raise OrdersError(f"The order file '{path}' is empty.")
    ends_lines_by_return = "\n" not in text and "\r" in text
    head = text.replace("\r\n", "\n").replace("\r", "\n")
    first_line = next(line for line in head.split("\n") if line.strip())
    delimiter = delimiter or find_delimiter(first_line)
    return Shape(
        compression=compression,
        encoding=name,
        is_declared=bool(encoding) or mark > 0,
        mark=mark,
        delimiter=delimiter,
        head=head,
        first_fields=split(first_line, delimiter),
        ends_lines_by_return=ends_lines_by_return,
    )


def read_head(path: str, compression: str) -> bytes:
    """Return the first megabyte of what a file holds.

    Raises
    ------
    OrdersError
        It cannot be unpacked.
    """
    try:
        with open_bytes(path, compression) as file:
            return file.read(HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise OrdersError(f"The order file '{path}' is damaged: {error}") from error


def find_compression(magic: bytes) -> str:
    """Return how a file with these first bytes is compressed."""
    if magic.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zstd" if magic.startswith(b"\x28\xb5\x2f\xfd") else ""


def open_bytes(path: str, compression: str):
    """Open a file for reading what it holds, unpacked."""
    if compression == "gzip":
        return gzip.open(path, "rb")
    if compression == "zstd":
        import pyarrow as pa

        return pa.input_stream(path, compression="zstd")
    return open(path, "rb")


def find_encoding(start: bytes) -> tuple[int, str]:
    """Return the bytes of the byte order mark, and the likely encoding."""
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return len(mark), encoding
    sample = start[:2000]
    if sample[1::2].count(0) > len(sample) // 4:
        return 0, "utf-16-le"
    if sample[0::2].count(0) > len(sample) // 4:
        return 0, "utf-16-be"
    return 0, "utf-8"


def known_codec(path: str, encoding: str) -> str:
    """Return the name by which Python knows a declared encoding."""
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise OrdersError(
            f"The source block of '{path}' says encoding: {encoding}, which is not "
            "known. Say utf-8, utf-16, cp1252, latin-1 or another of Python's codecs."
        ) from error


def find_delimiter(line: str) -> str:
    """Return what separates the columns of a line."""
    bare = re.sub(r'"[^"]*"', "", line)
    best = max(DELIMITERS, key=bare.count)
    if bare.count(best):
        return best
    return "blanks" if len(bare.split()) > 1 else ","


def split(line: str, delimiter: str) -> list[str]:
    """Return the columns of a line."""
    if delimiter == "blanks":
        return line.split()
    return next(csv.reader([line], delimiter=delimiter))

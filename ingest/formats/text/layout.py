"""Find the layout of a text by its beginning: encoding, delimiter, first record."""

import codecs
import os
import re
from dataclasses import dataclass

from ingest.errors import OrdersError
from ingest.formats.text.delimiters import (
    BLANKS,
    find_delimiter,
    find_first_record,
    split_first_record,
)
from ingest.formats.text.encodings import settle_encoding, to_utf8
from ingest.formats.text.unpack import find_compression, read_chunks, reject_binary

HEAD = 1 << 20
# Byte order marks. Those of UTF-32 come first, because one of them begins like a mark
# of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class TextLayout:
    """The layout of a text, found in its first megabyte.

    Attributes
    ----------
    compression : str
        `gzip`, `zstd` or empty.
    encoding : str
        The declared encoding, or the encoding that the first bytes show; `scan` may
        correct `utf-8`.
    is_declared : bool
        Whether the encoding is certain, because it is declared or shown by a byte order
        mark.
    delimiter : str
        One character, or `blanks` for runs of blanks.
    head : str
        The beginning of the text, with a line feed at the end of each line.
    first_fields : list of str
        The values of the first record.
    ends_lines_by_return : bool
        Whether carriage returns alone end lines, as in old Macintosh texts.
    above : int
        The number of lines above the head, which are skipped.
    has_quotes : bool
        Whether quotes may enclose values; if not, quotes are ordinary letters.
    is_delimiter_declared : bool
        Whether the block or a `sep=` line declares the delimiter.
    passed_over : int
        The number of lines above the head that the search for a header has skipped.
    """

    compression: str
    encoding: str
    is_declared: bool
    delimiter: str
    head: str
    first_fields: list[str]
    ends_lines_by_return: bool
    above: int = 0
    has_quotes: bool = True
    is_delimiter_declared: bool = False
    passed_over: int = 0


def sniff(
    path: str,
    delimiter: str = "",
    encoding: str = "",
    skip_lines: int | None = None,
    has_quotes: bool = True,
) -> TextLayout:
    """Return the layout of a text file.

    If the delimiter or the encoding is empty, it is found from the text. Without
    `skip_lines`, only a `sep=` line is skipped. Raises OrdersError if the file does not
    exist, is empty or is no text, or if a declared encoding or delimiter is unknown.
    """
    if not os.path.isfile(path):
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    with open(path, "rb") as file:
        compression = find_compression(file.read(4))
    start = read_head(path, compression)
    reject_binary(path, start)
    found, has_bom = find_encoding(start)
    name = known_codec(path, encoding) if encoding else found
    if name in ("utf-16", "utf-32") and not has_bom:
        # Python needs the byte order. Without a byte order mark, the positions of the
        # zero bytes show it.
        name = found if found.startswith(name) else f"{name}-le"
    is_declared = bool(encoding) or has_bom
    guessed = name == "utf-8" and not is_declared
    utf8 = b"".join(to_utf8([start], settle_encoding([start]) if guessed else name))
    text = utf8.decode("utf-8", "replace").removeprefix("\ufeff")
    if not text.strip():
        raise OrdersError(f"The file '{path}' is empty.")
    if len(CONTROL.findall(text[:4000])) * 10 > len(text[:4000]):
        raise OrdersError(f"The file '{path}' is no text: save it as CSV.")
    head = re.sub("\r+\n", "\n", text)
    lines = head.replace("\r", "\n" if "\n" not in text else " ").split("\n")
    above, separator = find_first_record(path, lines, skip_lines)
    lines = lines[above:]
    declared = known_delimiter(path, delimiter) or separator
    delimiter = declared or find_delimiter(lines[0], has_quotes)
    return TextLayout(
        compression=compression,
        encoding=name,
        is_declared=is_declared,
        delimiter=delimiter,
        head="\n".join(lines),
        first_fields=split_first_record(lines, delimiter, has_quotes),
        ends_lines_by_return="\n" not in text and "\r" in text,
        above=above,
        has_quotes=has_quotes,
        is_delimiter_declared=bool(declared),
    )


def read_head(path: str, compression: str) -> bytes:
    """Return the first megabyte of a file, decompressed."""
    head = b""
    for chunk in read_chunks(path, compression):
        head += chunk
        if len(head) >= HEAD:
            break
    return head[:HEAD]


def find_encoding(start: bytes) -> tuple[str, bool]:
    """Return the likely encoding of a text, and whether a byte order mark shows it."""
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding, True
    # In most UTF-16 texts, nearly every second byte is zero.
    sample = start[:2000]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[first::2].count(0) > len(sample) // 4:
            return encoding, False
    return "utf-8", False


def known_codec(path: str, encoding: str) -> str:
    """Return Python's name of a declared encoding; raise OrdersError if unknown."""
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
    """Return a declared delimiter; raise OrdersError if it cannot be used."""
    if delimiter == " ":
        return BLANKS
    if delimiter in ("", BLANKS):
        return delimiter
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        raise OrdersError(
            f"The delimiter of '{path}' has to be one character such as ; or the word "
            f"{BLANKS}, and not '{delimiter}'."
        )
    return delimiter

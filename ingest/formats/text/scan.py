"""Read a text file once, to count what DuckDB will find in it."""

import hashlib
from dataclasses import dataclass, replace

from ingest.formats.text.clean import NotUtf8Error, clean_blocks
from ingest.formats.text.encodings import settle_encoding
from ingest.formats.text.layout import TextLayout, read_head
from ingest.formats.text.lines import Counts
from ingest.formats.text.unpack import HashedFile, read_chunks


@dataclass(frozen=True)
class Scan:
    """What a whole text file, or the part appended to it, holds.

    Attributes
    ----------
    encoding : str
    records, lines : int
        Records that DuckDB will read, without errors; lines of the text, those
        included that are the header, blank or taken out.
    broken : list of (line number, bytes, reason)
        Lines taken out. Numbers count from 1 at `start`. Bytes are those of the record
        in UTF-8, without its end. The reason is `line_is_too_long`,
        `line_has_bad_bytes`, `line_has_broken_quotes`, `line_has_too_many_columns` or
        `line_has_too_few_columns`.
    shifts : list of (first record, lines to add)
        The last shift at or below a record leads from its number (from 1) to the number
        of its first line. Without one, that is the header: 1, or 0 without header.
    bytes, sha256 : int, str
        Of the whole file on disk, whatever the `start`.
    has_quotes, has_null_bytes : bool
        Whether the text has quotes around values, or null bytes.
    is_clean : bool
        Whether DuckDB can read the file itself.
    ends_with_newline, can_grow : bool
        Whether the last line is ended; whether lines that are appended can be read
        without those before.
    """

    encoding: str
    records: int
    lines: int
    broken: list[tuple[int, int, str]]
    shifts: list[tuple[int, int]]
    bytes: int
    sha256: str
    has_quotes: bool = False
    has_null_bytes: bool = False
    is_clean: bool = False
    ends_with_newline: bool = False
    can_grow: bool = False


def scan(path: str, layout: TextLayout, *, start: int = 0, **how) -> Scan:
    """Return what a text file holds, from byte `start` on.

    Parameters
    ----------
    layout : TextLayout
        As `sniff` returned it.
    start, **how
        As of `clean_blocks`: `columns`, `has_header`, `quotes`.

    Raises
    ------
    OrdersError
        The header is broken or far too many lines are, or the file is damaged.
    """
    try:
        counts, hashed = count(path, layout, start=start, **how)
    except NotUtf8Error:
        encoding = settle_encoding(read_chunks(path, layout.compression, start))
        if start and encoding == "cp1252":
            # A few appended lines may have no word that tells the code pages apart.
            of_head = settle_encoding([read_head(path, layout.compression)])
            encoding = "cp1250" if of_head == "cp1250" else encoding
        layout = replace(layout, encoding=encoding, is_declared=True)
        counts, hashed = count(path, layout, start=start, **how)
    shifts = counts.shifts
    if how["has_header"] and not start and shifts[:1] == [(1, 1)]:
        # This shift is only the header.
        shifts = shifts[1:]
    return Scan(
        encoding=layout.encoding,
        records=counts.records,
        lines=counts.lines,
        broken=counts.broken,
        shifts=shifts,
        bytes=hashed.size,
        sha256=hashed.digest.hexdigest(),
        has_quotes=counts.has_quotes,
        has_null_bytes=counts.has_null_bytes,
        is_clean=counts.is_clean and layout.encoding == "utf-8" and not start,
        ends_with_newline=counts.ends_with_newline,
        can_grow=counts.ends_with_newline and is_cut_anywhere(layout),
    )


def count(path: str, layout: TextLayout, **how) -> tuple[Counts, HashedFile]:
    """Return what the blocks of a file hold, and the file, hashed."""
    counts, hashed = Counts(), HashedFile(path, hashlib.sha256())
    with hashed:
        for _ in clean_blocks(path, layout, counts, hashed=hashed, **how):
            pass
    return counts, hashed


def is_cut_anywhere(layout: TextLayout) -> bool:
    """Return whether a text can be read from any of its lines on."""
    if layout.compression or layout.ends_lines_by_return:
        return False
    if layout.encoding == "utf-8":
        return True
    # Each byte is one letter.
    return len(bytes(range(256)).decode(layout.encoding, "replace")) == 256

"""Read a text file once, to know what DuckDB will find in it."""

import hashlib
from dataclasses import dataclass, replace

from ingest.formats.text.clean import NotUtf8Error, clean_blocks
from ingest.formats.text.encodings import settle_encoding
from ingest.formats.text.layout import TextLayout, read_head
from ingest.formats.text.lines import Counts
from ingest.formats.text.unpack import HashedFile, read_chunks


@dataclass(frozen=True)
class Scan:
    """What a whole text file, or what was appended to it, holds.

    A file `has_quotes` must be read with `parallel = false`, whether in place or
    from a pipe: where DuckDB begins in the middle of a file, it guesses whether it
    is within quotes, and loses or invents records where it guesses wrong. Any other
    is safe, and quicker, with `quote = ''` and in parallel.

    Attributes
    ----------
    encoding : str
        The one that was settled.
    records, lines : int
        Order lines DuckDB will meet, none of which it refuses; lines of the text,
        with the header, blank lines and those taken out.
    broken : list of (line number, bytes, reason)
        Lines taken out, numbered from 1, or from 1 behind `start`. Bytes are those
        of the line (or of a record over several) in UTF-8, without its end. The
        reason is `line_is_too_long`, `line_has_bad_bytes`, `line_has_broken_quotes`,
        `line_has_too_many_columns` or `line_has_too_few_columns`.
    shifts : list of (first record, lines to add)
        What to add to the number of a record (1 is the first order line) for the
        number of its first line: the last shift at or below it counts. None where
        only the header is above the records: then 1, or 0 without header.
    has_quotes, has_null_bytes : bool
        Whether the text holds quotes that mean something, or null bytes.
    is_clean : bool
        Whether DuckDB may read the file in place.
    ends_with_newline, can_grow : bool
        Whether the last line is ended; whether lines that follow can be read
        without the ones before.
    bytes, sha256 : int, str
        Of the whole file as it lies on the disk, whatever the `start`.
    """

    encoding: str
    records: int
    lines: int
    broken: list[tuple[int, int, str]]
    shifts: list[tuple[int, int]]
    has_quotes: bool
    has_null_bytes: bool
    is_clean: bool
    ends_with_newline: bool
    can_grow: bool
    bytes: int
    sha256: str


def scan(
    path: str,
    layout: TextLayout,
    *,
    has_header: bool,
    columns: int,
    quotes: bool = True,
    start: int = 0,
) -> Scan:
    """Return what a text file holds, from byte `start` on.

    Parameters
    ----------
    path, has_header, columns, quotes, start
        As of `clean_blocks`.
    layout : TextLayout
        As `look` returned it.

    Raises
    ------
    OrdersError
        The header is broken or far too many lines are, or the file is damaged.
    """
    how = {"has_header": has_header, "columns": columns, "quotes": quotes}
    try:
        counts, hashed = count(path, layout, start=start, **how)
    except NotUtf8Error:
        encoding = settle_encoding(read_chunks(path, layout.compression, start))
        if start and encoding == "cp1252":
            # A few lines may have no word that tells.
            is_eastern = settle_encoding([read_head(path, layout.compression)])
            encoding = "cp1250" if is_eastern == "cp1250" else encoding
        layout = replace(layout, encoding=encoding, is_declared=True)
        counts, hashed = count(path, layout, start=start, **how)
    return Scan(
        encoding=layout.encoding,
        records=counts.records,
        lines=counts.lines,
        broken=counts.broken,
        shifts=without_header(counts.shifts, has_header and not start),
        has_quotes=counts.has_quotes,
        has_null_bytes=counts.has_null_bytes,
        is_clean=counts.is_clean and layout.encoding == "utf-8" and not start,
        ends_with_newline=counts.ends_with_newline,
        can_grow=counts.ends_with_newline and is_cut_anywhere(layout),
        bytes=hashed.size,
        sha256=hashed.digest.hexdigest(),
    )


def count(path: str, layout: TextLayout, **how) -> tuple[Counts, HashedFile]:
    """Return what the blocks of a file hold, and the file, hashed."""
    counts, hashed = Counts(), HashedFile(path, hashlib.sha256())
    with hashed:
        for _ in clean_blocks(path, layout, counts, hashed=hashed, **how):
            pass
    return counts, hashed


def without_header(
    shifts: list[tuple[int, int]], has_header: bool
) -> list[tuple[int, int]]:
    """Return the shifts, without the one that is but the header."""
    if has_header and shifts[:1] == [(1, 1)]:
        return shifts[1:]
    return shifts


def is_cut_anywhere(layout: TextLayout) -> bool:
    """Return whether a text can be read from any of its lines on."""
    if layout.compression or layout.ends_lines_by_return:
        return False
    if layout.encoding == "utf-8":
        return True
    return len(bytes(range(256)).decode(layout.encoding, "replace")) == 256

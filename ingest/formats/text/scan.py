"""Read a text file once, to count what DuckDB will find in it."""

import hashlib
from dataclasses import dataclass, replace

from ingest.formats.text.clean import NotUtf8Error, clean_blocks
from ingest.formats.text.encodings import settle_encoding
from ingest.formats.text.layout import TextLayout, read_head
from ingest.formats.text.lines import Counts
from ingest.formats.text.unpack import HashedFile, read_chunks


@dataclass
class Scan(Counts):
    """What a whole text file, or the part appended to it, holds.

    Attributes
    ----------
    bytes, sha256 : int, str
        Of the whole file on disk, whatever the `start`.
    in_place : bool
        Whether DuckDB can read the file itself.
    can_grow : bool
        Whether lines that are appended can be read without those before.
    """

    encoding: str = "utf-8"
    bytes: int = 0
    sha256: str = ""
    in_place: bool = False
    can_grow: bool = False


def scan(path: str, layout: TextLayout, *, start: int = 0, **how) -> Scan:
    """Return what a text file holds, from byte `start` on.

    `how` is as of `clean_blocks`: `columns`, `has_header`, `quotes`.

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
    if how["has_header"] and not start and counts.shifts[:1] == [(1, 1)]:
        # This shift is only the header.
        del counts.shifts[0]
    return Scan(
        **vars(counts),
        encoding=layout.encoding,
        bytes=hashed.size,
        sha256=hashed.digest.hexdigest(),
        in_place=counts.is_clean and layout.encoding == "utf-8" and not start,
        can_grow=counts.ends_with_newline and is_cut_anywhere(layout),
    )


def count(path: str, layout: TextLayout, **how) -> tuple[Counts, HashedFile]:
    """Return what the blocks of a file hold, and the file, hashed."""
    counts, hashed = Counts(path), HashedFile(path, hashlib.sha256())
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

"""Read a text file once, to count the records that DuckDB will read."""

from dataclasses import dataclass, replace

from ingest.formats.text.clean import NotUtf8Error, clean_blocks
from ingest.formats.text.encodings import settle_encoding
from ingest.formats.text.layout import TextLayout, read_head
from ingest.formats.text.lines import Counts
from ingest.formats.text.unpack import HashedFile, read_chunks


@dataclass
class Scan(Counts):
    """The counts of a whole text file, or of the part that was appended to it.

    Attributes
    ----------
    bytes, sha256 : int, str
        The size and the hash of the whole file.
    in_place : bool
        Whether DuckDB can read the file directly, without a pipe.
    can_grow : bool
        Whether a later run can read appended lines without the earlier lines.
    """

    encoding: str = "utf-8"
    bytes: int = 0
    sha256: str = ""
    in_place: bool = False
    can_grow: bool = False


def scan(path: str, layout: TextLayout, *, start: int = 0, **how) -> Scan:
    """Return the counts of a text file, from byte `start` on.

    `how` has the parameters `columns`, `has_header` and `quotes` of `clean_blocks`.
    Raises OrdersError if the header or more than a million lines are broken, or if the
    file is damaged.
    """
    try:
        found = count(path, layout, start, **how)
    except NotUtf8Error:
        encoding = settle_encoding(read_chunks(path, layout.compression, start))
        if start and encoding == "cp1252":
            # The appended lines may contain no letter that distinguishes CP1250 from
            # CP1252, so the beginning of the file decides.
            of_head = settle_encoding([read_head(path, layout.compression)])
            encoding = "cp1250" if of_head == "cp1250" else encoding
        layout = replace(layout, encoding=encoding, is_declared=True)
        found = count(path, layout, start, **how)
    if how["has_header"] and not start and found.shifts[:1] == [(1, 1)]:
        # A header in the first line needs no shift, because the query adds its line.
        del found.shifts[0]
    return found


def count(path: str, layout: TextLayout, start: int, **how) -> Scan:
    """Return the counts of a text file, decoded with the encoding of its layout."""
    found = Scan(path, encoding=layout.encoding)
    with HashedFile(path) as hashed:
        for _ in clean_blocks(path, layout, found, start=start, hashed=hashed, **how):
            pass
    found.bytes, found.sha256 = hashed.size, hashed.digest.hexdigest()
    found.in_place = found.is_clean and layout.encoding == "utf-8" and not start
    found.can_grow = found.ends_with_newline and is_cut_anywhere(layout)
    return found


def is_cut_anywhere(layout: TextLayout) -> bool:
    """Return whether a text can be read from the beginning of any of its lines."""
    if layout.compression or layout.ends_lines_by_return:
        return False
    # In an encoding other than UTF-8, each byte has to be one letter.
    all_bytes = bytes(range(256))
    return layout.encoding == "utf-8" or (
        len(all_bytes.decode(layout.encoding, "replace")) == len(all_bytes)
    )

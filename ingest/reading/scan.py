"""Read a text file once, to know what DuckDB will find in it."""

import re
from dataclasses import dataclass, replace

from ingest.reading.lines import BLOCK, Tally, clean_blocks
from ingest.reading.shape import Shape, open_bytes
from ingest.state import measure_bytes

# Bytes that CP1252 does not know; Latin-1 does.
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True)
class Scan:
    """What a whole text file, or what was appended to it, holds.

    Attributes
    ----------
    encoding : str
        The one that was settled.
    records, lines : int
        Order lines DuckDB will meet, and lines of the text.
    broken, shifts
        As in `Tally`.
    is_clean : bool
        Whether DuckDB may read the file in place.
    can_grow : bool
        Whether lines that follow can be read without the ones before.
    bytes, sha256 : int, str
        Of the whole file as it lies on the disk.
    """

    encoding: str
    records: int
    lines: int
    broken: list[tuple[int, int, str]]
    shifts: list[tuple[int, int]]
    has_null_bytes: bool
    is_clean: bool
    can_grow: bool
    bytes: int
    sha256: str


def scan(
    path: str,
    shape: Shape,
    *,
    has_header: bool,
    columns: int,
    quotes: bool = True,
    start: int = 0,
) -> Scan:
    """Return what a text file holds, from byte `start` on.

    Raises
    ------
    OrdersError
        Far too many lines are broken.
    """
    shape = settle_encoding(path, shape, start)
    tally = Tally()
    last = b""
    for block in clean_blocks(
        path,
        shape,
        tally,
        columns=columns,
        quotes=quotes,
        has_header=has_header,
        start=start,
    ):
        last = block or last
    size, sha256 = measure_bytes(path)
    return Scan(
        encoding=shape.encoding,
        records=tally.records,
        lines=tally.lines,
        broken=tally.broken,
        shifts=without_base(tally, has_header),
        has_null_bytes=tally.has_null_bytes,
        is_clean=not tally.is_altered
        and shape.encoding == "utf-8"
        and tally.returns in (0, tally.feeds),
        can_grow=can_grow(path, shape, size),
        bytes=size,
        sha256=sha256,
    )


def without_base(tally: Tally, has_header: bool) -> list[tuple[int, int]]:
    """Return the shifts, none where only the header stands above the records."""
    shifts = tally.shifts
    if has_header and shifts and shifts[0] == (1, 1):
        shifts = shifts[1:]
    return shifts


def can_grow(path: str, shape: Shape, size: int) -> bool:
    """Return whether whole lines may be appended to the file."""
    if shape.compression or shape.encoding.startswith("utf-16"):
        return False
    if shape.ends_lines_by_return:
        return False
    with open(path, "rb") as file:
        file.seek(max(0, size - 1))
        return file.read(1) == b"\n"


def settle_encoding(path: str, shape: Shape, start: int) -> Shape:
    """Return the shape with the encoding the whole text confirms.

    Text that is no UTF-8 is CP1252, or Latin-1 where it holds bytes that CP1252
    does not know; a few bad bytes among many good letters stay bad bytes.
    """
    if shape.is_declared or shape.encoding != "utf-8":
        return shape
    good = bad = unknown = 0
    rest = b""
    with open_bytes(path, shape.compression) as file:
        if start:
            file.seek(start)
        while chunk := file.read(BLOCK):
            if not rest and chunk.isascii():
                continue
            # A letter may go over the border of two chunks.
            text = (rest + chunk).decode("utf-8", errors="surrogateescape")
            rest = tail_of(text)
            text = text[: len(text) - len(rest)]
            escaped = len(re.findall("[\udc80-\udcff]", text))
            bad += escaped
            good += len(re.findall("[^\x00-\x7f]", text)) - escaped
            unknown += len(NOT_IN_CP1252.findall(chunk)) if escaped else 0
    bad += len(rest)
    if bad <= good:
        return shape
    return replace(shape, encoding="latin-1" if unknown else "cp1252")


def tail_of(text: str) -> bytes:
    """Return the bytes at the end that may be the beginning of a letter."""
    end = text[-3:]
    bare = end.rstrip("".join(map(chr, range(0xDC80, 0xDD00))))
    return end[len(bare) :].encode("utf-8", errors="surrogateescape")

"""What the bytes of a text mean: everything behind this module is UTF-8.

Bytes that mean nothing stay wrong on purpose: they become bytes that are no UTF-8
either, so that the line they stand in is found whatever the encoding was.
"""

import codecs
from collections.abc import Iterable, Iterator

import numpy as np

from ingest.errors import OrdersError

# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
HIGH = bytes(range(128, 256))
# Half of a pair that UTF-8 cannot hold.
MEANINGLESS = "\udcff"


def find_encoding(start: bytes) -> tuple[str, bool]:
    """Return the likely encoding of a text, and whether a mark says so.

    Parameters
    ----------
    start : bytes
        The beginning of the text. Without a mark, every other byte being zero
        tells UTF-16.
    """
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding, True
    sample = start[:2000]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[first::2].count(0) > len(sample) // 4:
            return encoding, False
    return "utf-8", False


def known_codec(path: str, encoding: str) -> str:
    """Return the name by which Python knows a declared encoding.

    Raises
    ------
    OrdersError
        Nothing that makes text of bytes has that name.
    """
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


def to_utf8(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the chunks of a text in UTF-8; what is said to be UTF-8 as it is."""
    if encoding == "utf-8":
        yield from chunks
        return
    codecs.register_error("orders.keep_wrong", keep_wrong)
    decoder = codecs.getincrementaldecoder(encoding)("orders.keep_wrong")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def keep_wrong(error: UnicodeError) -> tuple[str, int]:
    """Replace undecodable bytes by what `is_utf8` will not accept."""
    return MEANINGLESS, error.end


def is_utf8(text: bytes) -> bool:
    """Return whether bytes are UTF-8."""
    if text.isascii():
        return True
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def settle_encoding(chunks: Iterable[bytes]) -> str:
    """Return the encoding of a text that may not be UTF-8.

    It is CP1252 where more bytes contradict UTF-8 than there are letters in it
    that confirm it; a few bad bytes among many good letters stay bad bytes.
    """
    rest, good, bad = b"", 0, 0
    for chunk in chunks:
        if not rest and chunk.isascii():
            continue
        chunk = rest + chunk
        # A letter may go over the border of two chunks.
        rest = chunk[len(chunk.rstrip(HIGH)) :]
        found = count_letters(chunk[: len(chunk) - len(rest)])
        good, bad = good + found[0], bad + found[1]
    found = count_letters(rest)
    return "cp1252" if bad + found[1] > good + found[0] else "utf-8"


def count_letters(text: bytes) -> tuple[int, int]:
    """Return how many letters beyond ASCII are UTF-8, and how many bytes are not."""
    content = np.frombuffer(text + b"   ", dtype=np.uint8)
    places = np.flatnonzero(content >= 0x80)
    first = content[places]
    follows = [content[places + step] >> 6 == 0b10 for step in (1, 2, 3)]
    two = (first >= 0xC2) & (first < 0xE0) & follows[0]
    three = (first >= 0xE0) & (first < 0xF0) & follows[0] & follows[1]
    four = (first >= 0xF0) & (first < 0xF5) & follows[0] & follows[1] & follows[2]
    sizes = [np.count_nonzero(one) for one in (two, three, four)]
    right = 2 * sizes[0] + 3 * sizes[1] + 4 * sizes[2]
    return sum(sizes), len(places) - right

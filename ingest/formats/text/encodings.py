"""Find the encoding of a text, and turn its bytes into UTF-8.

Bytes that cannot be decoded become invalid UTF-8. The scan counts their line as broken.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

import numpy as np

HIGH = bytes(range(128, 256))
# Letters of CP1250 within words, such as Polish letters. In CP1252 the same bytes are
# the signs ¹ ³ ¿ Ÿ ¥ and £.
EASTERN = re.compile(
    rb"(?<=[A-Za-z\xc0-\xff])[\xb9\xb3\xbf\x9f\xa5\xa3](?=[A-Za-z\xc0-\xff])"
)
# Half of a surrogate pair, which UTF-8 cannot encode.
INVALID = "\udcff"


def to_utf8(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the chunks of a text in UTF-8; chunks in UTF-8 are unchanged."""
    if encoding == "utf-8":
        yield from chunks
        return
    codecs.register_error("orders.keep_invalid", keep_invalid)
    decoder = codecs.getincrementaldecoder(encoding)("orders.keep_invalid")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def keep_invalid(error: UnicodeError) -> tuple[str, int]:
    """Replace bytes that cannot be decoded by text that `is_utf8` rejects."""
    return INVALID, error.end


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

    The text is UTF-8 unless more bytes contradict UTF-8 than letters confirm it.
    Otherwise, the text is CP1250 if words contain letters of CP1250, and CP1252 if not.
    """
    rest, good, bad, eastern = b"", 0, 0, 0
    for chunk in chunks:
        if not rest and chunk.isascii():
            continue
        chunk = rest + chunk
        # The bytes of a letter may continue in the next chunk.
        rest = chunk[len(chunk.rstrip(HIGH)) :]
        found = count_letters(chunk[: len(chunk) - len(rest)])
        good, bad = good + found[0], bad + found[1]
        eastern += len(EASTERN.findall(chunk))
    found = count_letters(rest)
    if bad + found[1] <= good + found[0]:
        return "utf-8"
    return "cp1250" if eastern > 1 else "cp1252"


def count_letters(text: bytes) -> tuple[int, int]:
    """Count UTF-8 letters that are not ASCII, and bytes that are no UTF-8."""
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

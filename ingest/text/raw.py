"""The bytes of a file: unpacked, hashed on the way, and made UTF-8.

Bytes that mean nothing stay wrong on purpose: they become bytes that are no UTF-8
either, so that the line they stand in is found whatever the encoding was.
"""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator

import numpy as np

from ingest.errors import OrdersError

# As much as stays in a processor's cache while it is checked.
CHUNK = 1 << 18
# What a file that is no text begins with, and what to do about it.
STRANGERS = {
    b"PAR1": "a Parquet file, not a text: give it a source that reads Parquet",
    b"PK\x03\x04": "an Excel workbook or another zip archive: save it as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save it as CSV",
    b"%PDF": "a PDF document: export the table as CSV",
    b"SQLite format 3": "an SQLite database: export the table as CSV",
    b"BZh": "compressed by bzip2: use gzip, zstd or none",
    b"\xfd7zXZ": "compressed by xz: use gzip, zstd or none",
    b"7z\xbc\xaf": "a 7-Zip archive: use gzip, zstd or none",
}
HIGH = bytes(range(128, 256))
# Letters of Polish and its neighbours in CP1250, within words. In CP1252 the same bytes
# are ¹ ³ ¿ Ÿ ¥ and £.
EASTERN = re.compile(
    rb"(?<=[A-Za-z\xc0-\xff])[\xb9\xb3\xbf\x9f\xa5\xa3](?=[A-Za-z\xc0-\xff])"
)
# Half of a pair that UTF-8 cannot hold.
MEANINGLESS = "\udcff"


class HashedFile(io.RawIOBase):
    """A file whose bytes are hashed as they are read.

    Parameters
    ----------
    path : str
    digest : hash object
        Of `hashlib`; updated by every byte that is read.
    """

    def __init__(self, path: str, digest):
        """Open the file."""
        self.file = open(path, "rb", buffering=0)
        self.digest = digest
        self.size = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer) -> int:
        """Read into the buffer and hash what was read."""
        size = self.file.readinto(buffer)
        self.digest.update(memoryview(buffer)[:size])
        self.size += size
        return size

    def close(self) -> None:
        """Close the file below as well."""
        self.file.close()
        super().close()


def find_compression(magic: bytes) -> str:
    """Return `gzip`, `zstd` or nothing, by the first bytes of a file."""
    if magic.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zstd" if magic.startswith(b"\x28\xb5\x2f\xfd") else ""


def unpack(file, compression: str):
    """Return a binary file that reads what an open file holds."""
    if compression == "gzip":
        return gzip.GzipFile(fileobj=file)
    if compression == "zstd":
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")
    return file


def read_chunks(
    path: str, compression: str, start: int = 0, hashed: HashedFile | None = None
) -> Iterator[bytes]:
    """Yield the unpacked bytes of a file.

    Parameters
    ----------
    compression : str
        `gzip`, `zstd` or nothing.
    start : int
        Byte of the file to begin at; what lies before it is hashed only.
    hashed : HashedFile
        The file, where all its bytes are to be hashed.

    Raises
    ------
    OrdersError
        The file cannot be unpacked.
    """
    with hashed or open(path, "rb", buffering=0) as file:
        if hashed:
            skip(file, start)
        else:
            file.seek(start)
        buffered = io.BufferedReader(file, CHUNK) if compression else file
        source = unpack(buffered, compression)
        try:
            while chunk := source.read(CHUNK):
                yield chunk
            skip(file, None)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise OrdersError(f"The file '{path}' is damaged: {error}.") from error


def skip(file, size: int | None) -> None:
    """Read so many bytes of a file, or all that are left, and forget them."""
    while size is None or size > 0:
        chunk = file.read(CHUNK if size is None else min(size, CHUNK))
        if not chunk:
            return
        size = None if size is None else size - len(chunk)


def refuse_strangers(path: str, start: bytes) -> None:
    """Raise OrdersError where the unpacked bytes begin like no text does."""
    for magic, what in STRANGERS.items():
        if start.startswith(magic):
            raise OrdersError(f"The file '{path}' is {what}.")


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
    that confirm it, or CP1250 where words have letters of that within; a few bad bytes
    among many good letters stay bad bytes.
    """
    rest, good, bad, eastern = b"", 0, 0, 0
    for chunk in chunks:
        if not rest and chunk.isascii():
            continue
        chunk = rest + chunk
        # A letter may go over the border of two chunks.
        rest = chunk[len(chunk.rstrip(HIGH)) :]
        found = count_letters(chunk[: len(chunk) - len(rest)])
        good, bad = good + found[0], bad + found[1]
        eastern += len(EASTERN.findall(chunk))
    found = count_letters(rest)
    if bad + found[1] <= good + found[0]:
        return "utf-8"
    return "cp1250" if eastern > 1 else "cp1252"


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

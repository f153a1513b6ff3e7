"""Read the bytes of a file: decompress them, and hash them on the way."""

import gzip
import hashlib
import io
import math
import zlib
from collections.abc import Iterator

from ingest.errors import OrdersError

# A chunk of this size fits into a processor's cache.
CHUNK = 1 << 18
# The first bytes of file formats that are no text, and a hint for the user.
BINARY_FORMATS = {
    b"PAR1": "a Parquet file, not a text: give it a source that reads Parquet",
    b"PK\x03\x04": "an Excel workbook or another zip archive: save it as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save it as CSV",
    b"%PDF": "a PDF document: export the table as CSV",
    b"SQLite format 3": "an SQLite database: export the table as CSV",
    b"BZh": "compressed by bzip2: use gzip, zstd or none",
    b"\xfd7zXZ": "compressed by xz: use gzip, zstd or none",
    b"7z\xbc\xaf": "a 7-Zip archive: use gzip, zstd or none",
}


class HashedFile(io.RawIOBase):
    """A file that updates `digest`, its SHA-256, with every byte it reads."""

    def __init__(self, path: str):
        """Open the file."""
        self.file = open(path, "rb", buffering=0)
        self.digest = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        """Return True, because the file is readable."""
        return True

    def readinto(self, buffer) -> int:
        """Read into the buffer, and hash the bytes that were read."""
        size = self.file.readinto(buffer)
        self.digest.update(memoryview(buffer)[:size])
        self.size += size
        return size

    def close(self) -> None:
        """Close this file and the file that it reads."""
        self.file.close()
        super().close()


def find_compression(start: bytes) -> str:
    """Return `gzip`, `zstd` or an empty text, by the first bytes of a file."""
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zstd" if start.startswith(b"\x28\xb5\x2f\xfd") else ""


def decompress(file, compression: str):
    """Return a binary file with the decompressed bytes of an open file."""
    if compression == "gzip":
        return gzip.GzipFile(fileobj=file)
    if compression == "zstd":
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")
    return file


def read_chunks(
    path: str, compression: str, start: int = 0, hashed: HashedFile | None = None
) -> Iterator[bytes]:
    """Yield the decompressed bytes of a file, from byte `start` on.

    The hash of a `hashed` file also includes the bytes before `start`.
    """
    with hashed or open(path, "rb", buffering=0) as file:
        if hashed:
            skip(file, start)
        else:
            file.seek(start)
        buffered = io.BufferedReader(file, CHUNK) if compression else file
        source = decompress(buffered, compression)
        try:
            while chunk := source.read(CHUNK):
                yield chunk
            skip(file)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise OrdersError(f"The file '{path}' is damaged: {error}.") from error


def skip(file, size: float = math.inf) -> None:
    """Read `size` bytes of a file, or all remaining bytes, without keeping them."""
    while size > 0 and (chunk := file.read(min(size, CHUNK))):
        size -= len(chunk)


def reject_binary(path: str, start: bytes) -> None:
    """Raise OrdersError if decompressed bytes begin like a known binary format."""
    for magic, what in BINARY_FORMATS.items():
        if start.startswith(magic):
            raise OrdersError(f"The file '{path}' is {what}.")

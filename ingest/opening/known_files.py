"""Files that an earlier run has read, and whether lines were appended to them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ingest.formats.workbooks.addresses import file_of
from ingest.sources.load import find_blocks
from ingest.sql.hashing import key_fingerprint

INGEST = Path(__file__).parents[1]
CHUNK = 1 << 22


@dataclass(frozen=True)
class LastLoad:
    """The content of a warehouse for one dataset since its last build.

    Attributes
    ----------
    source, path : str
        Empty before the first build.
    files : list of dict
        The rows of `staging.order_files` or `event_files`.
    """

    source: str = ""
    path: str = ""
    files: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class ReadSoFar:
    """The part of a file that earlier runs have read: its size in bytes and lines.

    `grew` is true where lines were appended since.
    """

    bytes: int = 0
    lines: int = 0
    grew: bool = False


def fingerprint(source: str, sources_path: str) -> str:
    """Return the hash of the block, of the key, and of the code of ingest."""
    digest = hashlib.sha256(find_blocks(sources_path)[source].read_bytes())
    digest.update(key_fingerprint())
    for path in sorted(INGEST.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def find_known_files(
    paths: list[str], loaded: list[dict], mark: str
) -> dict[str, ReadSoFar]:
    """Return the files that need not be read from their beginning.

    A file that changed in place is left out. No file is known where `mark`, the
    fingerprint of this run, differs from that of the loaded files.
    """
    before = {row["source_file"]: row for row in loaded}
    if any(row["fingerprint"] != mark for row in loaded):
        return {}
    known = {path: read_so_far(path, before[path]) for path in paths if path in before}
    return {path: one for path, one in known.items() if one is not None}


def read_so_far(path: str, row: dict) -> ReadSoFar | None:
    """Return the part of a file that was read; None if that part has changed."""
    size = Path(file_of(path)).stat().st_size
    grew = size > row["bytes"]
    if size < row["bytes"] or (grew and not row["can_grow"]):
        return None
    if hash_start(path, row["bytes"]) != row["sha256"]:
        return None
    return ReadSoFar(bytes=row["bytes"], lines=row["lines"], grew=grew)


def hash_start(path: str, size: int) -> str:
    """Return the SHA-256 of the first `size` bytes of a file."""
    digest = hashlib.sha256()
    with open(file_of(path), "rb") as file:
        while size > 0 and (chunk := file.read(min(size, CHUNK))):
            digest.update(chunk)
            size -= len(chunk)
    return digest.hexdigest()


def size_and_hash(path: str) -> dict:
    """Return the `bytes` of a file, and their `sha256`."""
    size = Path(file_of(path)).stat().st_size
    return {"bytes": size, "sha256": hash_start(path, size)}

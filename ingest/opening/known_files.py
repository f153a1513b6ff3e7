"""Find files that an earlier run has read, and files to which lines were appended."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ingest.formats.workbooks.addresses import file_of
from ingest.sources.load import find_blocks
from ingest.sql.hashing import find_key

INGEST = Path(__file__).parents[1]
CHUNK = 1 << 22


@dataclass(frozen=True)
class LastLoad:
    """The source and the path of the last build of a dataset, and its files.

    Source and path are empty before the first build. `files` has the rows of
    `staging.order_files` or `staging.event_files`.
    """

    source: str = ""
    path: str = ""
    files: list[dict] = field(default_factory=list)


def fingerprint(source: str, sources_path: str) -> str:
    """Return one hash of the block, the customer key and the code of ingest."""
    digest = hashlib.sha256(find_blocks(sources_path)[source].read_bytes())
    digest.update(find_key() or b"")
    for path in sorted(INGEST.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def find_known_files(
    paths: list[str], loaded: list[dict], mark: str
) -> dict[str, dict]:
    """Return the rows of the files that need not be read from their beginning.

    A file whose loaded bytes have changed is left out. No file is returned if `mark`,
    the fingerprint of this run, differs from the fingerprint of the loaded files.
    """
    if any(row["fingerprint"] != mark for row in loaded):
        return {}
    wanted = {*paths}
    rows = {row["source_file"]: row for row in loaded if row["source_file"] in wanted}
    return {path: row for path, row in rows.items() if is_unchanged(row)}


def is_unchanged(row: dict) -> bool:
    """Return whether a file still begins with the bytes that were read before."""
    path, known = row["source_file"], row["bytes"]
    size = size_of(path)
    may_be = size == known or size > known and row["can_grow"]
    return may_be and hash_start(path, known) == row["sha256"]


def has_grown(row: dict) -> bool:
    """Return whether lines were appended to a file since it was read."""
    return size_of(row["source_file"]) > row["bytes"]


def size_of(path: str) -> int:
    """Return the size of a file in bytes."""
    return Path(file_of(path)).stat().st_size


def hash_start(path: str, size: int) -> str:
    """Return the SHA-256 of the first `size` bytes of a file."""
    digest = hashlib.sha256()
    with open(file_of(path), "rb") as file:
        while size > 0 and (chunk := file.read(min(size, CHUNK))):
            digest.update(chunk)
            size -= len(chunk)
    return digest.hexdigest()


def size_and_hash(path: str) -> dict:
    """Return `bytes`, the size of a file, and `sha256`, its hash."""
    return {"bytes": size_of(path), "sha256": hash_start(path, size_of(path))}

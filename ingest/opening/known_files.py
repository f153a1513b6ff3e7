"""Files that an earlier run has read, and whether lines were appended to them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ingest.formats.workbooks.addresses import file_of
from ingest.sources.load import find_blocks
from ingest.sql.hashing import key_fingerprint

INGEST = Path(__file__).parents[1]
CHUNK = 1 << 22
# The code that decides how a file is read.
READERS = (
    "blocks",
    "engines",
    "files",
    "formats",
    "opening",
    "loading",
    "sql",
    "tables",
)


@dataclass(frozen=True)
class LastLoad:
    """What a warehouse holds of a dataset since its last build.

    Attributes
    ----------
    source, path : str
        Empty where there was no build.
    files : list of dict
        Rows of `staging.order_files` or `event_files`.
    """

    source: str = ""
    path: str = ""
    files: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class ReadSoFar:
    """How much of a file earlier runs have read.

    Attributes
    ----------
    bytes, lines : int
        The next line has the number `lines` + 1.
    grew : bool
        Whether lines were appended since.
    """

    bytes: int = 0
    lines: int = 0
    grew: bool = False


def fingerprint(source: str, sources_path: str) -> str:
    """Return the hash of the block, of the code that reads files, and of the key."""
    digest = hashlib.sha256(find_blocks(sources_path)[source].read_bytes())
    digest.update(key_fingerprint())
    code = [INGEST / "datasets.py", *(INGEST / "sources").glob("*.py")]
    code += [path for room in READERS for path in (INGEST / room).rglob("*.py")]
    for path in sorted(code):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def find_known_files(
    paths: list[str], loaded: list[dict], mark: str
) -> dict[str, ReadSoFar]:
    """Return the files that need not be read from their beginning.

    Files that changed in place are left out; all are where `mark`, this run's
    fingerprint, is another one than that of the loaded files.
    """
    before = {row["source_file"]: row for row in loaded}
    if any(row["fingerprint"] != mark for row in loaded):
        return {}
    known = {path: read_so_far(path, before[path]) for path in paths if path in before}
    return {path: one for path, one in known.items() if one is not None}


def read_so_far(path: str, row: dict) -> ReadSoFar | None:
    """Return how much of a file is known; None where that part has changed."""
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

"""What was read before: which files are known, and which have grown."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ingest.formats.workbooks.addresses import file_of
from ingest.sources.load import find_blocks
from ingest.sql.hashing import key_fingerprint

INGEST = Path(__file__).parents[1]
CHUNK = 1 << 22
# Whatever decides how a file is read, besides its block.
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
    """What the warehouse holds of one dataset.

    Attributes
    ----------
    source, path : str
        Of the last build; empty where there was none.
    files : list of dict
        Rows of `staging.order_files` or `event_files`.
    """

    source: str = ""
    path: str = ""
    files: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class ReadSoFar:
    """A file that was read before, and how much of it.

    Attributes
    ----------
    bytes, lines : int
        How far it was read; the next line has the number `lines` + 1.
    grew : bool
        Whether lines follow that were not read yet.
    """

    bytes: int
    lines: int
    grew: bool


def fingerprint(source: str, sources_path: str) -> str:
    """Return the hash of the block, of everything that reads files, and of the key."""
    digest = hashlib.sha256(find_blocks(sources_path)[source].read_bytes())
    digest.update(key_fingerprint())
    code = [INGEST / "datasets.py", *(INGEST / "sources").glob("*.py")]
    code += [path for room in READERS for path in (INGEST / room).rglob("*.py")]
    for path in sorted(code):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def find_known_files(
    paths: list[str], held: list[dict], mark: str
) -> dict[str, ReadSoFar]:
    """Return the files that need not be read from their beginning.

    Parameters
    ----------
    paths : list of str
        The files of this run.
    held : list of dict
        Rows of `staging.order_files` or `event_files`.
    mark : str
        This run's fingerprint.

    Returns
    -------
    dict
        By path, without those that changed in place. Empty where everything has to
        be read again: another fingerprint.
    """
    before = {row["source_file"]: row for row in held}
    if any(row["fingerprint"] != mark for row in held):
        return {}
    known = {path: measure(path, before[path]) for path in paths if path in before}
    return {path: one for path, one in known.items() if one is not None}


def measure(path: str, row: dict) -> ReadSoFar | None:
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


def measure_bytes(path: str) -> tuple[int, str]:
    """Return the size of a file and the SHA-256 of its bytes."""
    with open(file_of(path), "rb") as file:
        size = file.seek(0, 2)
    return size, hash_start(path, size)

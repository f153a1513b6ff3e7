"""Delta and Iceberg tables: one snapshot of a folder, as its log says."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.files.lakehouse import DELTA, ICEBERG, format_of
from ingest.files.remote import fetch_table, is_remote

SQL = DuckDB()
# The first version of a table is 0; what a checkpoint sums up may be gone.
COMMIT = re.compile(r"(\d{20})\.json")
METADATA = re.compile(r"v?(\d+)(-.*)?(\.gz)?\.metadata\.json")


@dataclass(frozen=True)
class LakeTable:
    """A table in a folder, pinned to a snapshot.

    Attributes
    ----------
    format : str
        `Delta` or `Iceberg`.
    folder : str
        On this machine.
    version : str
        What DuckDB is told to read.
    snapshot : str
        What tells this state of the table from all others.
    """

    format: str
    folder: str
    version: str
    snapshot: str

    @property
    def extension(self) -> str:
        """Return the extension of DuckDB that reads it."""
        return self.format.lower()

    @property
    def relation(self) -> str:
        """Return what stands behind `from`."""
        folder = SQL.literal(self.folder)
        if self.format == DELTA:
            return f"delta_scan({folder}, version = {self.version})"
        return (
            f"iceberg_scan({folder}, version = {SQL.literal(self.version)}, "
            "version_name_format = '%s%s.metadata.json', allow_moved_paths = true)"
        )


def find_lake_table(path: str) -> LakeTable | None:
    """Return the newest snapshot of the table that a folder is; None where it is none.

    A metadata file of an Iceberg table is the snapshot of which it tells.

    Raises
    ------
    OrdersError
        It cannot be fetched, or nobody can tell which snapshot is the newest.
    """
    folder, metadata = split_metadata(path.rstrip("/"))
    if is_remote(path):
        folder = fetch_table(folder) or ""
    place = Path(folder)
    if metadata:
        file = place / "metadata" / metadata
        return iceberg_lake(folder, file) if folder and file.is_file() else None
    format_ = format_of(folder) if folder and place.is_dir() else ""
    if format_ == DELTA:
        return delta_lake(folder)
    if format_ == ICEBERG:
        return iceberg_lake(folder, newest_metadata(place / "metadata", path))
    return None


def split_metadata(path: str) -> tuple[str, str]:
    """Return the folder of an Iceberg table, and the metadata file that a path names.

    Of any other path itself and nothing.
    """
    rest, _, name = path.rpartition("/")
    folder, _, last = rest.rpartition("/")
    is_one = last == "metadata" and METADATA.fullmatch(name)
    return (folder or ".", name) if is_one else (path, "")


def delta_lake(folder: str) -> LakeTable:
    """Return the newest version of a Delta table.

    Raises
    ------
    OrdersError
        Its log is empty.
    """
    log = Path(folder, "_delta_log")
    commits = [one for one in log.iterdir() if COMMIT.fullmatch(one.name)]
    if not commits:
        raise OrdersError(f"The Delta table '{folder}' has no commit in its log.")
    newest = max(commits)
    version = str(int(newest.stem))
    # Another table in the same place may have as many versions.
    digest = hashlib.sha256(newest.read_bytes()).hexdigest()[:16]
    return LakeTable(DELTA, folder, version, f"version {version} ({digest})")


def newest_metadata(folder: Path, shown: str) -> Path:
    """Return the metadata file of the highest number.

    Raises
    ------
    OrdersError
        Several have it: one is of a commit that failed, and only a catalog knows which.
    """
    found = [(METADATA.fullmatch(one.name), one) for one in folder.iterdir()]
    numbered = [(int(match[1]), one) for match, one in found if match]
    highest = max(number for number, _ in numbered)
    newest = sorted(one for number, one in numbered if number == highest)
    if len(newest) > 1:
        names = ", ".join(one.name for one in newest)
        raise OrdersError(
            f"The Iceberg table '{shown}' has {len(newest)} newest metadata files "
            f"({names}), of which its catalog alone knows the one that counts: name "
            f"it, as in ORDERS={shown.rstrip('/')}/metadata/{newest[0].name}"
        )
    return newest[0]


def iceberg_lake(folder: str, path: Path) -> LakeTable:
    """Return the snapshot of an Iceberg table that a metadata file tells of.

    Raises
    ------
    OrdersError
        The file is damaged, or the table has no snapshot.
    """
    text = path.read_bytes()
    try:
        told = json.loads(gzip.decompress(text) if ".gz." in path.name else text)
        table, current = told["table-uuid"], told.get("current-snapshot-id")
    except (OSError, ValueError, LookupError, EOFError) as error:
        raise OrdersError(f"The metadata '{path}' cannot be read: {error}.") from error
    if current in (None, -1):
        raise OrdersError(f"The Iceberg table '{folder}' has no rows.")
    version = path.name.removesuffix(".metadata.json")
    return LakeTable(ICEBERG, folder, version, f"snapshot {current} of {table}")

"""Find the newest snapshot of a Delta or Iceberg table in a folder."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.engines.duckdb_dialect import SQL
from ingest.errors import OrdersError
from ingest.files.lakehouse import DELTA, ICEBERG, format_of
from ingest.files.remote import fetch_table, is_remote

# The file name of a commit in the log of a Delta table. A checkpoint may replace early
# commits.
COMMIT = re.compile(r"(\d{20})\.json")
METADATA = re.compile(r"v?(\d+)(-.*)?(\.gz)?\.metadata\.json")


@dataclass(frozen=True)
class LakeTable:
    """A snapshot of a Delta or Iceberg table in a local folder.

    `version` selects the snapshot in DuckDB. `snapshot` identifies it among all
    snapshots of all tables.
    """

    format: str
    folder: str
    version: str
    snapshot: str

    @property
    def relation(self) -> str:
        """Return the SQL of the table, in the form for a `from` clause."""
        folder = SQL.literal(self.folder)
        if self.format == DELTA:
            return f"delta_scan({folder}, version = {self.version})"
        return (
            f"iceberg_scan({folder}, version = {SQL.literal(self.version)}, "
            "version_name_format = '%s%s.metadata.json', allow_moved_paths = true)"
        )


def find_lake_table(path: str) -> LakeTable | None:
    """Return the newest snapshot of the table in a folder; None if there is no table.

    If the path is a metadata file of an Iceberg table, its snapshot is returned.
    """
    folder, metadata = split_metadata(path.rstrip("/"))
    if is_remote(path):
        folder = fetch_table(folder) or ""
    place = Path(folder)
    if metadata:
        file = place / "metadata" / metadata
        return iceberg_table(folder, file) if folder and file.is_file() else None
    format_ = format_of(folder) if folder and place.is_dir() else ""
    if format_ == DELTA:
        return delta_table(folder)
    if format_ == ICEBERG:
        return iceberg_table(folder, newest_metadata(place / "metadata", path))
    return None


def split_metadata(path: str) -> tuple[str, str]:
    """Return the folder and the metadata file of a path; no file if none is named."""
    rest, _, name = path.rpartition("/")
    folder, _, last = rest.rpartition("/")
    is_one = last == "metadata" and METADATA.fullmatch(name)
    return (folder or ".", name) if is_one else (path, "")


def delta_table(folder: str) -> LakeTable:
    """Return the newest version of a Delta table."""
    log = Path(folder, "_delta_log")
    commits = [one for one in log.iterdir() if COMMIT.fullmatch(one.name)]
    if not commits:
        raise OrdersError(f"The Delta table '{folder}' has no commit in its log.")
    newest = max(commits)
    version = str(int(newest.stem))
    # A new table in the same folder may have the same version, but its hash differs.
    digest = hashlib.sha256(newest.read_bytes()).hexdigest()[:16]
    return LakeTable(DELTA, folder, version, f"version {version} ({digest})")


def newest_metadata(folder: Path, label: str) -> Path:
    """Return the metadata file with the highest number.

    If several files have the highest number, all but one belong to failed commits. Only
    a catalog knows the file that counts, so OrdersError is raised.
    """
    numbers = {
        one: int(match[1])
        for one in folder.iterdir()
        if (match := METADATA.fullmatch(one.name))
    }
    newest = sorted(one for one in numbers if numbers[one] == max(numbers.values()))
    if len(newest) > 1:
        names = ", ".join(one.name for one in newest)
        raise OrdersError(
            f"The Iceberg table '{label}' has {len(newest)} newest metadata files "
            f"({names}), and only its catalog knows which one counts: name it, "
            f"as in ORDERS={label.rstrip('/')}/metadata/{newest[0].name}"
        )
    return newest[0]


def iceberg_table(folder: str, path: Path) -> LakeTable:
    """Return the snapshot of an Iceberg table that a metadata file describes."""
    text = path.read_bytes()
    try:
        metadata = json.loads(gzip.decompress(text) if ".gz." in path.name else text)
        table, current = metadata["table-uuid"], metadata.get("current-snapshot-id")
    except (OSError, ValueError, LookupError, EOFError) as error:
        raise OrdersError(f"The metadata '{path}' cannot be read: {error}.") from error
    if current in (None, -1):
        raise OrdersError(f"The Iceberg table '{folder}' has no rows.")
    version = path.name.removesuffix(".metadata.json")
    return LakeTable(ICEBERG, folder, version, f"snapshot {current} of {table}")

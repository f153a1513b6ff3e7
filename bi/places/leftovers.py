"""Recognise temporary files of publications that were killed, and remove only those.

A file or folder has a temporary name beside its place, such as `.exports.new`. Somebody
else may have given this name to something.
"""

import json
from pathlib import Path

import duckdb

from bi.places.errors import PlaceError, foreign
from bi.places.manifest import MANIFEST, is_ours, is_system_file

# DuckDB writes these logs beside a database; the last two during a checkpoint.
LOGS = ("wal", "wal.checkpoint", "wal.recovery")
# The first bytes of every manifest that publishing writes.
BEGIN = b'{\n  "'
# The first and last bytes of a complete Parquet file.
PARQUET = b"PAR1"
SMALLEST_PARQUET = 12
# A key in the metadata of every Parquet file that publishing completes.
KEY = b"run_id"


def logs_of(database: Path) -> list[Path]:
    """Return the paths of all logs that DuckDB may write beside a database."""
    return [database.with_name(f"{database.name}.{log}") for log in LOGS]


def refuse_foreign_leftovers(setting: str, path: Path, leftovers) -> None:
    """Raise PlaceError if something else has a name that writing `path` needs."""
    for leftover in leftovers:
        if reason := stranger_in(leftover):
            raise foreign(
                setting,
                path,
                f"cannot be written, because {reason}",
                "move this away, or name another place",
            )


def discard(*paths: Path) -> None:
    """Remove temporary files and folders of ours; a missing one is no error.

    Raises
    ------
    PlaceError
        One of them holds something else. None was removed.
    OSError
        Somebody has put a file into a folder meanwhile. This file stays.
    """
    for path in paths:
        if reason := stranger_in(path):
            raise PlaceError(f"Nothing was removed, because {reason}: move this away.")
    for path in paths:
        if path.is_dir():
            for entry in path.iterdir():
                if is_known(entry):
                    entry.unlink()
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def stranger_in(path: Path) -> str:
    """Return in words what is not ours in a temporary file or folder; empty if all is.

    A file with a temporary name is ours. A folder is ours if it holds Parquet files of
    ours or unfinished ones, and no manifest of somebody else.
    """
    if path.is_symlink():
        return f"'{path}' is a link"
    if not path.is_dir():
        is_fine = path.is_file() or not path.exists()
        return "" if is_fine else f"'{path}' is no ordinary file"
    with duckdb.connect() as connection:
        for entry in sorted(path.iterdir()):
            if is_system_file(entry.name):
                continue
            if not is_known(entry):
                return f"'{entry}' was not published"
            if entry.name == MANIFEST and is_foreign_manifest(entry):
                return f"'{entry}' is not of this project"
            if entry.suffix == ".parquet" and is_foreign_parquet(connection, entry):
                return f"'{entry}' is not of this project"
    return ""


def is_known(entry: Path) -> bool:
    """Return whether a file has a name that publishing gives to its files."""
    if entry.is_symlink() or not entry.is_file():
        return False
    name = entry.name
    return name.endswith(".parquet") or name == MANIFEST or is_system_file(name)


def is_foreign_manifest(file: Path) -> bool:
    """Return whether a manifest is complete and not ours."""
    try:
        return not is_ours(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, RecursionError):
        # An unfinished manifest has no end. Other text is not ours.
        begin = file.read_bytes()[: len(BEGIN)]
        return not BEGIN.startswith(begin)


def is_foreign_parquet(connection, file: Path) -> bool:
    """Return whether a Parquet file is complete and has no run in its metadata.

    An unfinished file, without an end, is one that a kill has left.
    """
    with file.open("rb") as opened:
        begin = opened.read(len(PARQUET))
        if file.stat().st_size < SMALLEST_PARQUET:
            return not PARQUET.startswith(begin)
        opened.seek(-len(PARQUET), 2)
        is_complete = opened.read() == PARQUET
    if begin != PARQUET:
        return True
    if not is_complete:
        return False
    try:
        query = "select key from parquet_kv_metadata(?)"
        keys = connection.execute(query, [str(file)]).fetchall()
    except duckdb.Error:
        return True
    return (KEY,) not in keys

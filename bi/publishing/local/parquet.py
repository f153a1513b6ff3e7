"""Write the published tables as Parquet files, and a manifest that names their run.

Each Parquet file also has run, model and time in its metadata (`parquet_kv_metadata`).
"""

import json
import re
from pathlib import Path

import duckdb

from bi.files import flush
from bi.places.manifest import MANIFEST, MARK
from bi.publishing.errors import PublishError
from bi.publishing.run import Run
from bi.publishing.tables import SCHEMA, columns_of, published
from bi.warehouse import identifier, literal

# Some systems refuse these characters in file names, or programs read them as patterns.
UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|%\[\]{}]')


def write_parquet(connection, folder: Path, run: Run) -> None:
    """Write the published tables to a folder that does not exist yet.

    `copy_marts` must run first, so that the files have the same rows as the database.

    Raises
    ------
    PublishError
        A table cannot be written as Parquet.
    """
    facts = {
        "run_id": run.run_id,
        "model_version": run.model_version,
        "published_at": f"{run.published_at.isoformat(timespec='microseconds')}Z",
    }
    metadata = ", ".join(f"{name}: {literal(fact)}" for name, fact in facts.items())
    options = f"format parquet, kv_metadata {{{metadata}}}"
    files = {table: file_name(table) for table in run.rows}
    folder.mkdir()
    for table, file in files.items():
        place = published(SCHEMA, table)
        try:
            copy(connection, f"from {place}", folder / file, options)
        except duckdb.Error as error:
            column = refused_column(connection, place, folder / file, options)
            raise PublishError(
                f"Nothing was published, because the mart '{table}'{column} cannot be "
                f"written as Parquet: {str(error).splitlines()[0]}"
            ) from error
        flush(folder / file)
    manifest = facts | {"rows": run.rows, "files": files} | MARK
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    flush(folder / MANIFEST)
    flush(folder)


def copy(connection, query: str, file: Path, options: str) -> None:
    """Write the result of a query to a file."""
    connection.execute(f"copy ({query}) to {literal(str(file))} ({options})")


def refused_column(connection, place: str, file: Path, options: str) -> str:
    """Return the part of a message that names the column which Parquet refuses."""
    for column in columns_of(connection, place):
        try:
            query = f"select {identifier(column)} from {place}"
            copy(connection, query, file, options)
        except duckdb.Error:
            return f", column '{column}',"
    return ""


def file_name(table: str) -> str:
    """Return the file name of a table; unsafe characters are encoded as in a URL."""
    return UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", table) + ".parquet"

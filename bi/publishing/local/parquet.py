"""Write the published tables as Parquet files, and a manifest that says of which run.

Each file says so, too: `parquet_kv_metadata` shows its run, model and time.
"""

import json
import re
from pathlib import Path

import duckdb

from bi.files import flush
from bi.publishing.errors import PublishError
from bi.publishing.run import Run
from bi.warehouse import identifier, literal

MANIFEST = "manifest.json"
# What a file's name may not hold on every system, or what programs take for a pattern.
UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|%\[\]{}]')


def write_parquet(connection, folder: Path, run: Run) -> None:
    """Write a new folder from the tables attached as `published`.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        As `copy_marts` left it, so that files and database cannot differ.
    folder : Path
        Must not be there yet.
    run : Run
        What the manifest says.

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
    files = {table: file_name(table) for table in run.rows}
    folder.mkdir()
    for table, file in files.items():
        place = f"published.marts.{identifier(table)}"
        options = f"format parquet, kv_metadata {{{metadata}}}"
        try:
            copy(connection, f"from {place}", folder / file, options)
        except duckdb.Error as error:
            column = refused_column(connection, place, folder / file)
            raise PublishError(
                f"Nothing was published, because the mart '{table}'{column} cannot be "
                f"written as Parquet: {str(error).splitlines()[0]}"
            ) from error
        flush(folder / file)
    manifest = facts | {"rows": run.rows, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    flush(folder / MANIFEST)
    flush(folder)


def copy(connection, query: str, file: Path, options: str = "format parquet") -> None:
    """Write what a query answers to a file."""
    connection.execute(f"copy ({query}) to {literal(str(file))} ({options})")


def refused_column(connection, place: str, file: Path) -> str:
    """Return which column is the one that cannot be written, as part of a sentence."""
    for (column,) in connection.execute(
        f"select column_name from (describe {place})"
    ).fetchall():
        try:
            copy(connection, f"select {identifier(column)} from {place}", file)
        except duckdb.Error:
            return f", column '{column}',"
    return ""


def file_name(table: str) -> str:
    """Return the name of a table's file: the table's, as far as every system has it."""
    return UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", table) + ".parquet"


def refuse_foreign_folder(folder: Path) -> None:
    """Refuse to replace what publishing has not written.

    Raises
    ------
    PublishError
        There is something, and no manifest in it.
    """
    if not folder.exists() or (folder / MANIFEST).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise PublishError(
            f"'{folder}' holds something else, and publishing would replace it: name "
            "another folder in EXPORTS_PATH."
        )

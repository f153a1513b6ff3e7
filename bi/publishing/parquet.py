"""Write the published tables as Parquet files, and a manifest that says of which run.

Each file says so, too: `parquet_kv_metadata` shows its run, model and time.
"""

import json
from pathlib import Path

from bi.files import flush
from bi.publishing.errors import PublishError
from bi.publishing.run import Run
from bi.warehouse import literal

MANIFEST = "manifest.json"


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
    """
    facts = {
        "run_id": run.run_id,
        "model_version": run.model_version,
        "published_at": f"{run.published_at.isoformat(timespec='microseconds')}Z",
    }
    metadata = ", ".join(f"{name}: {literal(fact)}" for name, fact in facts.items())
    files = {table: f"{table}.parquet" for table in run.rows}
    folder.mkdir()
    for table, file in files.items():
        connection.execute(
            f"copy published.marts.{table} to {literal(str(folder / file))} "
            f"(format parquet, kv_metadata {{{metadata}}})"
        )
        flush(folder / file)
    manifest = facts | {"rows": run.rows, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    flush(folder / MANIFEST)
    flush(folder)


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

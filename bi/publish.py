"""Copy the marts to where BI tools read them, all at once or not at all."""

import json
import os
import shutil
import sys
from pathlib import Path

import duckdb

from bi.paths import analytics_path, exports_path, warehouse_path
from bi.warehouse import (
    LOCK_WAIT_SECONDS,
    WarehouseError,
    attach,
    beside,
    flush,
    literal,
)

# Every table of the marts is free of personal data; naming them here keeps a
# new one from being published by accident.
PUBLISHED = (
    "customers",
    "orders",
    "segments",
    "segment_performance",
    "segment_migrations",
    "data_quality",
)
# The storage of DuckDB 1.2, which every later client reads.
STORAGE_VERSION = "v1.2.0"


class PublishError(RuntimeError):
    """Why nothing was published, in a sentence."""


def publish(warehouse: Path, analytics: Path, exports: Path) -> dict[str, int]:
    """Replace the published database and Parquet files; return rows by table.

    Both are written beside their place and renamed over it, so a reader sees
    the old files or the new ones, and never half of either.

    Raises
    ------
    PublishError
        The warehouse is missing, locked, or lacks the marts.
    """
    new_analytics = beside(analytics)
    new_exports = beside(exports)
    discard(new_analytics, new_exports)
    try:
        connection = attach(warehouse, LOCK_WAIT_SECONDS)
    except WarehouseError as error:
        raise PublishError(str(error)) from error
    try:
        rows = copy_marts(connection, new_analytics)
        write_parquet(connection, new_exports, rows)
    except duckdb.CatalogException as error:
        raise PublishError(
            f"The warehouse '{warehouse}' lacks marts to publish: run `dbt build`. "
            f"({str(error).splitlines()[0]})"
        ) from error
    finally:
        connection.close()
        if sys.exc_info()[0] is not None:
            discard(new_analytics, new_exports)
    flush(new_analytics)
    os.replace(new_analytics, analytics)
    replace_folder(new_exports, exports)
    return rows


def discard(*paths: Path) -> None:
    """Remove what an earlier, interrupted run may have left."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def copy_marts(connection, path: Path) -> dict[str, int]:
    """Write the published tables, comments included, to a new database."""
    connection.execute(
        f"attach {literal(str(path))} as published "
        f"(storage_version {literal(STORAGE_VERSION)})"
    )
    connection.execute("create schema published.marts")
    rows = {}
    for table in PUBLISHED:
        connection.execute(
            f"create table published.marts.{table} as "
            f"from warehouse.marts.{table} order by all"
        )
        (rows[table],) = connection.execute(
            f"select count(*) from published.marts.{table}"
        ).fetchone()
    copy_comments(connection)
    write_run(connection, rows)
    connection.execute("detach published")
    return rows


def copy_comments(connection) -> None:
    """Carry the descriptions of tables and columns into the new database."""
    tables = connection.execute(
        "select table_name, comment from duckdb_tables() where "
        "database_name = 'warehouse' and schema_name = 'marts' and comment is not null"
    ).fetchall()
    columns = connection.execute(
        "select table_name, column_name, comment from duckdb_columns() where "
        "database_name = 'warehouse' and schema_name = 'marts' and comment is not null"
    ).fetchall()
    for table, comment in tables:
        if table in PUBLISHED:
            connection.execute(
                f"comment on table published.marts.{table} is {literal(comment)}"
            )
    for table, column, comment in columns:
        if table in PUBLISHED:
            connection.execute(
                f'comment on column published.marts.{table}."{column}" is '
                f"{literal(comment)}"
            )


def write_run(connection, rows: dict[str, int]) -> None:
    """Write `_published`: which run and model the tables come from, and when."""
    connection.execute(
        """
        create table published.main._published as
        select
            order_source.run_id,
            now() as published_at,
            unnest($tables) as table_name,
            unnest($counts) as rows,
            segment_model.model_version
        from warehouse.segmentation.segment_model
        cross join warehouse.staging.order_source
        """,
        {"tables": list(rows), "counts": list(rows.values())},
    )


def write_parquet(connection, folder: Path, rows: dict[str, int]) -> None:
    """Write each published table as one Parquet file, and a manifest."""
    folder.mkdir(parents=True)
    for table in rows:
        connection.execute(
            f"copy (from warehouse.marts.{table} order by all) "
            f"to {literal(str(folder / f'{table}.parquet'))} (format parquet)"
        )
    version, run_id = connection.execute(
        "select model_version, run_id from warehouse.segmentation.segment_model "
        "cross join warehouse.staging.order_source"
    ).fetchall()[0]
    manifest = {"run_id": run_id, "model_version": version, "rows": rows}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def replace_folder(new: Path, old: Path) -> None:
    """Put the folder `new` where `old` is."""
    aside = old.with_name(f".{old.name}.old")
    discard(aside)
    if old.exists():
        os.replace(old, aside)
    os.replace(new, old)
    discard(aside)


def main() -> int:
    """Publish what the warehouse holds; return the exit status."""
    try:
        publish(warehouse_path(), analytics_path(), exports_path())
    except PublishError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

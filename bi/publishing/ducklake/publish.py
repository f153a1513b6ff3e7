"""Replace the tables of a DuckLake catalog in one transaction, which is one snapshot.

Only rows that changed are written: time travel shows what a run changed, and a run that
changed nothing leaves no snapshot.
"""

import json
from contextlib import closing
from pathlib import Path

import duckdb

from bi.publishing.ducklake.catalog import attach_catalog, find_catalog
from bi.publishing.ducklake.comments import copy_comments
from bi.publishing.ducklake.errors import explain
from bi.publishing.errors import TargetError
from bi.publishing.lakehouse.schema import (
    marts_of,
    present_tables,
    refuse_foreign_tables,
)
from bi.publishing.lakehouse.table import (
    LAKE,
    PUBLISHED,
    change_rows,
    columns_of,
    fit_columns,
    make_table,
    wanted_columns,
)
from bi.publishing.lakehouse.types import DUCKLAKE
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import SCHEMA, open_published
from bi.warehouse import WarehouseError, identifier, literal

AUTHOR = "customer_segmentation"


def publish_ducklake(address: str, analytics: Path) -> None:
    """Make the schema `marts` of a catalog hold what the published database holds.

    Parameters
    ----------
    address : str
        The catalog: a file, `sqlite:` and a file, or `postgresql://user@host/database`,
        and, behind `?data_path=`, where its Parquet files lie.
    analytics : Path
        The published database.

    Raises
    ------
    TargetError
        The catalog cannot be opened, changed meanwhile, or holds tables of others
        under the names of marts; it holds what it held before.
    """
    catalog = find_catalog(address)
    try:
        connection, tables = open_published(analytics, PUBLISHED)
        with closing(connection):
            attach_catalog(connection, catalog, LAKE)
            replace_tables(connection, tables)
    except (duckdb.Error, OSError, ValueError, WarehouseError) as error:
        raise TargetError(
            f"DuckLake ({catalog.shown}) was not published to and holds what it held: "
            f"{explain(error, catalog)} (docs/publishing.md)"
        ) from None


def replace_tables(connection, tables: list[tuple[str, str]]) -> None:
    """Write what has changed in the marts; leave a snapshot only if anything has."""
    connection.execute("begin")
    connection.execute(f"create schema if not exists {LAKE}.{SCHEMA}")
    present = present_tables(connection)
    former = former_tables(connection, present)
    refuse_foreign_tables(present, former, tables)
    changed = [
        replace_table(connection, schema, table, table.casefold() in former)
        for schema, table in marts_of(tables)
    ]
    gone = former - {table.casefold() for _, table in tables}
    for table in sorted(gone):
        connection.execute(f"drop table {LAKE}.{SCHEMA}.{identifier(table)}")
    if not gone and not any(changed):
        connection.execute("rollback")
        return
    # Whoever publishes at the same time deletes the same rows: one of the two fails,
    # lest the catalog holds the rows of both.
    replace_table(connection, "main", RUN_TABLE, RUN_TABLE in former)
    name_snapshot(connection)
    connection.execute("commit")


def replace_table(connection, schema: str, table: str, is_there: bool) -> bool:
    """Make a table hold what the published one holds; return whether it did not."""
    wanted = wanted_columns(connection, schema, table, DUCKLAKE)
    changed = (
        make_table(connection, table, wanted, is_there),
        fit_columns(connection, table, wanted),
        change_rows(connection, schema, table, wanted),
        copy_comments(connection, schema, table),
    )
    return any(changed)


def former_tables(connection, present: set[str]) -> set[str]:
    """Return which tables were published before, in lower case."""
    place = f"{LAKE}.{SCHEMA}.{RUN_TABLE}"
    if RUN_TABLE not in present:
        return set()
    if "table_name" not in columns_of(connection, place):
        return set()
    rows = connection.execute(f"select lower(table_name) from {place}").fetchall()
    return {RUN_TABLE, *(table for (table,) in rows)} & present


def name_snapshot(connection) -> None:
    """Give the snapshot of the open transaction the names of run and model."""
    run, model, published_at = connection.execute(
        "select run_id, model_version, cast(published_at as varchar) "
        f"from {PUBLISHED}.main.{RUN_TABLE}"
    ).fetchone()
    facts = json.dumps({"model_version": model, "published_at": published_at})
    connection.execute(
        f"call {LAKE}.set_commit_message({literal(AUTHOR)}, {literal(run)}, "
        f"extra_info => {literal(facts)})"
    )

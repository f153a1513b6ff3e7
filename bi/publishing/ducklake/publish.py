"""Replace the tables of a DuckLake catalog in one transaction, which is one snapshot.

Only changed rows are written. Therefore time travel shows the changes of each run, and
a run without changes adds no snapshot.
"""

import json
from pathlib import Path

import duckdb

from bi.publishing.ducklake.catalog import attach_catalog, find_catalog
from bi.publishing.ducklake.errors import explain
from bi.publishing.errors import TargetError
from bi.publishing.lakehouse import table as lake
from bi.publishing.lakehouse.types import DUCKLAKE
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import (
    PUBLISHED,
    SCHEMA,
    columns_of,
    open_published,
    published,
    read_comments,
    write_comment,
)
from bi.warehouse import WarehouseError, literal

AUTHOR = "customer_segmentation"


def publish_ducklake(address: str, analytics: Path) -> None:
    """Make the schema `marts` of a catalog equal to the published database.

    Parameters
    ----------
    address : str
        The catalog: a file, `sqlite:` and a file, or `postgresql://user@host/database`,
        then `?data_path=` and the place of its Parquet files.
    analytics : Path
        The published database.

    Raises
    ------
    TargetError
        The catalog cannot be opened, another program changed it at the same time, or it
        has tables of another program with the names of marts. Publishing has changed
        nothing.
    """
    catalog = find_catalog(address)
    try:
        with open_published(analytics) as (connection, tables):
            attach_catalog(connection, catalog)
            replace_tables(connection, tables)
    except (duckdb.Error, OSError, ValueError, WarehouseError) as error:
        raise TargetError(
            f"Nothing was published to DuckLake ({catalog.shown}), which is unchanged: "
            f"{explain(error, catalog)} (docs/publishing.md)"
        ) from None


def replace_tables(connection, tables: list[tuple[str, str]]) -> None:
    """Write the changes of the marts; if there are none, add no snapshot."""
    connection.execute("begin")
    connection.execute(f"create schema if not exists {lake.LAKE}.{SCHEMA}")
    present = lake.present_tables(connection)
    former = former_tables(connection, present)
    lake.refuse_foreign_tables(present, former, tables)
    changed = [
        replace_table(connection, schema, table, table.casefold() in former)
        for schema, table in tables
        if table != RUN_TABLE
    ]
    gone = former - {table.casefold() for _, table in tables}
    for table in sorted(gone):
        connection.execute(f"drop table {lake.in_lake(table)}")
    if not gone and not any(changed):
        connection.execute("rollback")
        return
    # Two publications at the same time delete the same rows of this table, so one of
    # them fails, and the catalog never has the rows of both.
    replace_table(connection, "main", RUN_TABLE, RUN_TABLE in former)
    name_snapshot(connection)
    connection.execute("commit")


def replace_table(connection, schema: str, table: str, is_there: bool) -> bool:
    """Make a table equal to the published one; return whether anything changed."""
    wanted = lake.wanted_columns(connection, schema, table, DUCKLAKE)
    changed = (
        lake.make_table(connection, table, wanted, is_there),
        lake.change_table(connection, schema, table, wanted),
        copy_comments(connection, schema, table),
    )
    return any(changed)


def copy_comments(connection, schema: str, table: str) -> bool:
    """Copy the descriptions of a table; return whether any changed."""
    wanted = read_comments(connection, PUBLISHED, schema, table)
    present = read_comments(connection, lake.LAKE, SCHEMA, table)
    changed = wanted.items() - present.items()
    for column, comment in changed:
        write_comment(connection, lake.in_lake(table), column, comment)
    return bool(changed)


def former_tables(connection, present: set[str]) -> set[str]:
    """Return the tables that earlier runs have published, in lower case."""
    place = lake.in_lake(RUN_TABLE)
    if RUN_TABLE not in present or "table_name" not in columns_of(connection, place):
        return set()
    rows = connection.execute(f"select lower(table_name) from {place}").fetchall()
    return {RUN_TABLE, *(table for (table,) in rows)} & present


def name_snapshot(connection) -> None:
    """Store run and model as the comment of the transaction's snapshot."""
    run, model, published_at = connection.execute(
        "select run_id, model_version, cast(published_at as varchar) "
        f"from {published('main', RUN_TABLE)}"
    ).fetchone()
    facts = json.dumps({"model_version": model, "published_at": published_at})
    connection.execute(
        f"call {lake.LAKE}.set_commit_message({literal(AUTHOR)}, {literal(run)}, "
        f"extra_info => {literal(facts)})"
    )

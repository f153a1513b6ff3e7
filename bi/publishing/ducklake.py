"""Replace the tables of a DuckLake catalog in one transaction, which is one snapshot.

Only rows that changed are written: time travel shows what a run changed, and a run that
changed nothing leaves no snapshot.
"""

import json
from contextlib import closing
from pathlib import Path

import duckdb

from bi.publishing.ducklake_catalog import attach_catalog, find_catalog
from bi.publishing.ducklake_errors import explain
from bi.publishing.ducklake_tables import LAKE, PUBLISHED, columns_of, replace_table
from bi.publishing.errors import TargetError
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import SCHEMA, published_tables
from bi.warehouse import WarehouseError, identifier, literal

AUTHOR = "customer_segmentation"
# Extensions come from their packages, never from the network.
SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def replace_lake(address: str, analytics: Path) -> None:
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
        with closing(duckdb.connect(config=SETTINGS)) as connection:
            connection.execute(
                f"attach {literal(str(analytics))} as {PUBLISHED} (read_only)"
            )
            tables = published_tables(connection)
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
    former = former_tables(connection)
    refuse_foreign_tables(connection, former, [table for _, table in tables])
    changed = [
        replace_table(connection, schema, table)
        for schema, table in tables
        if table != RUN_TABLE
    ]
    # DuckDB does not tell names apart by case.
    gone = former - {table.casefold() for _, table in tables}
    for table in sorted(gone):
        connection.execute(f"drop table {LAKE}.{SCHEMA}.{identifier(table)}")
    if not gone and not any(changed):
        connection.execute("rollback")
        return
    # Whoever publishes at the same time deletes the same rows: one of the two fails,
    # lest the catalog holds the rows of both.
    replace_table(connection, "main", RUN_TABLE)
    name_snapshot(connection)
    connection.execute("commit")


def former_tables(connection) -> set[str]:
    """Return which tables were published before, in lower case.

    Raises
    ------
    ValueError
        The table that would tell was made by somebody else.
    """
    present = columns_of(connection, LAKE, SCHEMA, RUN_TABLE)
    if not present:
        return set()
    if set(present) != set(columns_of(connection, PUBLISHED, "main", RUN_TABLE)):
        raise ValueError(foreign(RUN_TABLE))
    rows = connection.execute(f"select table_name from {LAKE}.{SCHEMA}.{RUN_TABLE}")
    return {table.casefold() for (table,) in rows.fetchall()} & present_tables(
        connection
    )


def present_tables(connection) -> set[str]:
    """Return the names of the schema's tables and views, in lower case."""
    rows = connection.execute(
        "select lower(table_name) from information_schema.tables "
        "where table_catalog = ? and table_schema = ?",
        [LAKE, SCHEMA],
    ).fetchall()
    return {table for (table,) in rows}


def refuse_foreign_tables(connection, former: set[str], tables: list[str]) -> None:
    """Raise ValueError where a mart has the name of a table that is not ours."""
    others = present_tables(connection) - former - {RUN_TABLE}
    for table in tables:
        if table.casefold() in others:
            raise ValueError(foreign(table))


def foreign(table: str) -> str:
    """Return what to do about somebody else's table that has the name of a mart."""
    return (
        f"its table {SCHEMA}.{table} was not published from here: rename it, or "
        "publish to another catalog"
    )


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

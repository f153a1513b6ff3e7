"""Copy the marts, with their descriptions, into a database of their own."""

from pathlib import Path

import duckdb

from bi.publishing.errors import MissingMartsError, PublishError
from bi.publishing.local.columns import published_columns
from bi.publishing.run import Run, read_run, write_run
from bi.warehouse import identifier, literal

# Every build makes these. Of a warehouse that lacks one, half a build is all there is,
# and that shall not replace a whole one. What else is in the schema is published, too.
REQUIRED_MARTS = (
    "customers",
    "orders",
    "segments",
    "segment_performance",
    "segment_migrations",
    "data_quality",
)
# dbt's names for tables that it has not finished, or has not yet removed.
UNFINISHED = "__dbt_"
# The storage of DuckDB 1.2, which every later client reads.
STORAGE_VERSION = "v1.2.0"


def copy_marts(connection, path: Path) -> Run:
    """Write the tables and views of the marts, with comments, to a new database.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the warehouse attached; the new database is attached as `published`.
    path : Path
        Where it is written.

    Raises
    ------
    PublishError
        A mart is missing or cannot be read.
    """
    tables = list_marts(connection)
    connection.execute(
        f"attach {literal(str(path))} as published "
        f"(storage_version {literal(STORAGE_VERSION)})"
    )
    # A view shall show the days that the build saw.
    connection.execute("set timezone = 'UTC'")
    # Every commit waits for the disk; one is enough.
    connection.execute("begin")
    connection.execute("create schema published.marts")
    rows = {table: copy_table(connection, table) for table in tables}
    copy_comments(connection, tables)
    run = read_run(connection, rows)
    write_run(connection, run)
    connection.execute("commit")
    return run


def list_marts(connection) -> list[str]:
    """Return the tables and views of the schema `marts`, by name.

    Raises
    ------
    MissingMartsError
        One that every build makes is not there.
    """
    found = [
        table
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() "
            "where database_name = 'warehouse' and schema_name = 'marts' union all "
            "select view_name from duckdb_views() "
            "where database_name = 'warehouse' and schema_name = 'marts' order by all"
        ).fetchall()
        if UNFINISHED not in table
    ]
    missing = [table for table in REQUIRED_MARTS if table not in found]
    if missing:
        raise MissingMartsError(
            f"There is no {', '.join(f'marts.{table}' for table in missing)}."
        )
    return found


def copy_table(connection, table: str) -> int:
    """Copy a table, or what a view shows, as a table; return its rows."""
    source = f"warehouse.marts.{identifier(table)}"
    target = f"published.marts.{identifier(table)}"
    try:
        replaced = ", ".join(
            f"{expression} as {identifier(column)}"
            for column, expression in published_columns(connection, source).items()
        )
        connection.execute(
            f"create table {target} as select * "
            f"{f'replace ({replaced})' if replaced else ''} "
            f"from {source} order by all"
        )
    except duckdb.Error as error:
        raise PublishError(
            f"Nothing was published, because the mart '{table}' cannot be read: "
            f"{str(error).splitlines()[0]}"
        ) from error
    (rows,) = connection.execute(f"select count(*) from {target}").fetchone()
    return rows


def copy_comments(connection, tables: list[str]) -> None:
    """Carry the descriptions of tables, views and columns into the new database."""
    comments = connection.execute(
        "select table_name, null as column_name, comment from duckdb_tables() where "
        "database_name = 'warehouse' and schema_name = 'marts' union all "
        "select view_name, null as column_name, comment from duckdb_views() where "
        "database_name = 'warehouse' and schema_name = 'marts' union all "
        "select table_name, column_name, comment from duckdb_columns() where "
        "database_name = 'warehouse' and schema_name = 'marts'"
    ).fetchall()
    for table, column, comment in comments:
        if table not in tables or comment is None:
            continue
        place = f"published.marts.{identifier(table)}"
        place = (
            f"column {place}.{identifier(column)}"
            if column is not None
            else f"table {place}"
        )
        connection.execute(f"comment on {place} is {literal(comment)}")

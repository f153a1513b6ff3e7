"""Copy the marts, with their descriptions, into a database of their own."""

from pathlib import Path

from bi.publishing.decimals import narrow_types
from bi.publishing.run import Run, read_run, write_run
from bi.warehouse import literal

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


def copy_marts(connection, path: Path) -> Run:
    """Write the published tables, with comments, to a new database.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the warehouse attached; the new database is attached as `published`.
    path : Path
        Where it is written.
    """
    connection.execute(
        f"attach {literal(str(path))} as published "
        f"(storage_version {literal(STORAGE_VERSION)})"
    )
    # Every commit waits for the disk; one is enough.
    connection.execute("begin")
    connection.execute("create schema published.marts")
    rows = {table: copy_table(connection, table) for table in PUBLISHED}
    copy_comments(connection)
    run = read_run(connection, rows)
    write_run(connection, run)
    connection.execute("commit")
    return run


def copy_table(connection, table: str) -> int:
    """Copy one table; return its rows."""
    replaced = ", ".join(
        f'cast("{column}" as {narrow}) as "{column}"'
        for column, narrow in narrow_types(connection, table).items()
    )
    connection.execute(
        f"create table published.marts.{table} as select * "
        f"{f'replace ({replaced})' if replaced else ''} "
        f"from warehouse.marts.{table} order by all"
    )
    (rows,) = connection.execute(
        f"select count(*) from published.marts.{table}"
    ).fetchone()
    return rows


def copy_comments(connection) -> None:
    """Carry the descriptions of tables and columns into the new database."""
    comments = connection.execute(
        "select table_name, null as column_name, comment from duckdb_tables() where "
        "database_name = 'warehouse' and schema_name = 'marts' union all "
        "select table_name, column_name, comment from duckdb_columns() where "
        "database_name = 'warehouse' and schema_name = 'marts'"
    ).fetchall()
    for table, column, comment in comments:
        if table not in PUBLISHED or comment is None:
            continue
        place = f"published.marts.{table}"
        place = f'column {place}."{column}"' if column else f"table {place}"
        connection.execute(f"comment on {place} is {literal(comment)}")

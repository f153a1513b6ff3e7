"""Copy the marts, with their descriptions, into a database of their own."""

from pathlib import Path

import duckdb

from bi.publishing.errors import PublishError
from bi.publishing.local.columns import published_columns
from bi.publishing.run import COMMENTS, RUN_TABLE, Run, read_run, write_run
from bi.publishing.tables import (
    PUBLISHED,
    SCHEMA,
    published,
    read_comments,
    write_comment,
)
from bi.warehouse import identifier, literal

# Every build creates these marts. If one is missing, the build is incomplete and must
# not replace a complete one. Other tables of the schema are published, too.
REQUIRED_MARTS = (
    "customers",
    "orders",
    "segments",
    "segment_performance",
    "segment_migrations",
    "segment_forecasts",
    "total_forecasts",
    "forecast_reasons",
    "data_quality",
)
# While dbt builds a table, or before it drops one, the name of the table contains this.
UNFINISHED = "__dbt_"
# The storage version of the file: DuckDB 1.2 and all later clients read it.
STORAGE_VERSION = "v1.2.0"


def copy_marts(connection, path: Path) -> Run:
    """Write marts with their descriptions to a new database, attached as `published`.

    Raises
    ------
    PublishError
        A mart is missing or cannot be read.
    """
    marts = list_marts(connection)
    connection.execute(
        f"attach {literal(str(path))} as {PUBLISHED} "
        f"(storage_version {literal(STORAGE_VERSION)})"
    )
    # This is the time zone of a build, and views turn times into days.
    connection.execute("set timezone = 'UTC'")
    # A single commit for all tables, because each commit waits for the disk.
    connection.execute("begin")
    connection.execute(f"create schema {PUBLISHED}.{SCHEMA}")
    run = read_run(connection, {mart: copy_mart(connection, mart) for mart in marts})
    place = published("main", RUN_TABLE)
    write_run(connection, run, place)
    for column, comment in COMMENTS.items():
        write_comment(connection, place, column, comment)
    connection.execute("commit")
    return run


def list_marts(connection) -> list[str]:
    """Return the names of the tables and views of the schema `marts`.

    Raises
    ------
    duckdb.CatalogException
        A required mart is missing.
    """
    found = [
        mart
        for (mart,) in connection.execute(
            "select table_name from information_schema.tables where "
            "table_catalog = 'warehouse' and table_schema = ? order by all",
            [SCHEMA],
        ).fetchall()
        if UNFINISHED not in mart
    ]
    missing = [f"{SCHEMA}.{mart}" for mart in REQUIRED_MARTS if mart not in found]
    if missing:
        raise duckdb.CatalogException(f"There is no {', '.join(missing)}.")
    return found


def copy_mart(connection, mart: str) -> int:
    """Copy a table or view, with its descriptions, as a table; return its rows."""
    source, target = f"warehouse.{SCHEMA}.{identifier(mart)}", published(SCHEMA, mart)
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
            f"Nothing was published, because the mart '{mart}' cannot be read: "
            f"{str(error).splitlines()[0]}"
        ) from error
    comments = read_comments(connection, "warehouse", SCHEMA, mart)
    for column, comment in comments.items():
        if comment is not None:
            write_comment(connection, target, column, comment)
    (rows,) = connection.execute(f"select count(*) from {target}").fetchone()
    return rows

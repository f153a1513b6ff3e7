"""The tables of the published database, and a way to copy them by DuckDB alone."""

from pathlib import Path

import duckdb

from bi.publishing.run import RUN_TABLE
from bi.warehouse import literal

SCHEMA = "marts"
# Extensions come from their packages, never from the network.
SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def published_tables(source) -> list[tuple[str, str]]:
    """Return schema and name of each table of the published database.

    Parameters
    ----------
    source : duckdb.DuckDBPyConnection
        With no other database attached.

    Raises
    ------
    ValueError
        A mart has the name of the table that says which run is published.
    """
    tables = source.execute(
        "select schema_name, table_name from duckdb_tables() order by all"
    ).fetchall()
    if (SCHEMA, RUN_TABLE) in tables:
        raise ValueError(
            f"it has {SCHEMA}.{RUN_TABLE} for itself, so a mart needs another name"
        )
    return tables


def open_published(analytics: Path, name: str):
    """Return a connection with the published database attached, and its tables.

    Raises
    ------
    ValueError
        As `published_tables` does.
    """
    connection = duckdb.connect(config=SETTINGS)
    try:
        connection.execute(f"attach {literal(str(analytics))} as {name} (read_only)")
        return connection, published_tables(connection)
    except BaseException:
        connection.close()
        raise

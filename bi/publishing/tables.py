"""The tables of the published database, and what it says of them."""

from bi.publishing.run import RUN_TABLE

SCHEMA = "marts"


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

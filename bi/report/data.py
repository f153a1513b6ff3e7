"""The figures of the page: each file in `queries/` is one fact."""

from pathlib import Path
from types import SimpleNamespace as Facts

import duckdb

QUERIES = Path(__file__).parent / "queries"
# A figure about fewer customers could be a figure about a person.
SMALLEST_GROUP = 10
LARGEST_MAP = 5_000
# Of fewer customers, training does not measure how stable segments are.
ENOUGH = 500
ONE_ROW = ("headline", "map_shares", "model")


def read_facts(connection) -> Facts:
    """Return the rows of each query under its name.

    Rows are dictionaries by column. The queries of `ONE_ROW` have one, the others a
    list, and `comparison` is None if nobody compared methods.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the warehouse attached.
    """
    # Means of doubles depend on the order of threads.
    connection.execute("set threads = 1")
    connection.execute(f"set variable smallest_group = {SMALLEST_GROUP}")
    connection.execute(f"set variable largest_map = {LARGEST_MAP}")
    queries = {path.stem: path.read_text("utf-8") for path in QUERIES.rglob("*.sql")}
    connection.execute(queries.pop("shown"))
    return Facts(
        **{name: fetch(connection, name, sql) for name, sql in queries.items()}
    )


def fetch(connection, name: str, sql: str) -> list[dict] | dict | None:
    """Return the rows of one query."""
    try:
        result = connection.execute(sql)
    except duckdb.CatalogException:
        if name == "comparison":
            return None
        raise
    columns = [column[0] for column in result.description]
    rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    return (rows or [{}])[0] if name in ONE_ROW else rows

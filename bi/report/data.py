"""The figures of the page: each file in `queries/` computes one fact."""

from pathlib import Path
from types import SimpleNamespace as Facts

import duckdb

QUERIES = Path(__file__).parent / "queries"
# Figures about fewer customers are hidden: they could tell something about a person.
SMALLEST_GROUP = 10
LARGEST_MAP = 5_000
# With fewer customers, training does not measure the stability of segments.
ENOUGH = 500
ONE_ROW = ("formulas", "headline", "map_shares", "model")


def read_facts(connection) -> Facts:
    """Return the rows of each query under its name, from the attached warehouse.

    A row is a dictionary by column. Queries of `ONE_ROW` return a row, all other
    queries a list of rows; `comparison` is None if `make compare` has not run.
    """
    # Several threads add up in a different order each time: last digits would differ.
    connection.execute("set threads = 1")
    connection.execute(f"set variable smallest_group = {SMALLEST_GROUP}")
    connection.execute(f"set variable largest_map = {LARGEST_MAP}")
    queries = {path.stem: path.read_text("utf-8") for path in QUERIES.rglob("*.sql")}
    connection.execute(queries.pop("shown"))
    facts = {name: fetch(connection, name, sql) for name, sql in queries.items()}
    return Facts(**facts)


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

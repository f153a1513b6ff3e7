"""What the page shows, read from the warehouse by the files in `queries/`."""

from dataclasses import dataclass, fields
from pathlib import Path

import duckdb

QUERIES = Path(__file__).parent / "queries"
# A figure about fewer customers than this could be a figure about a person.
SMALLEST_GROUP = 10
LARGEST_MAP = 5_000
# Of fewer customers training does not say how stable segments are.
ENOUGH = 500
ONE_ROW = ("headline", "map_shares", "model")


@dataclass(frozen=True)
class Facts:
    """The rows of each query; the query says what they are.

    Attributes
    ----------
    headline, map_shares, model : one row, as a dictionary by column
    comparison : None where nobody compared methods
    All others
        Lists of such rows.
    """

    headline: dict
    segments: list[dict]
    profiles: list[dict]
    expectations: list[dict]
    forecasters: list[dict]
    drivers: list[dict]
    sizes: list[dict]
    moves: list[dict]
    months: list[dict]
    map_points: list[dict]
    map_centers: list[dict]
    map_shares: dict
    candidates: list[dict]
    comparison: list[dict] | None
    checks: list[dict]
    model: dict
    lineage: list[dict]


def read_facts(connection) -> Facts:
    """Return what the attached `warehouse` holds for the page."""
    # Means of doubles depend on the order of the threads; one has one order.
    connection.execute("set threads = 1")
    connection.execute(f"set variable smallest_group = {SMALLEST_GROUP}")
    connection.execute(f"set variable largest_map = {LARGEST_MAP}")
    connection.execute(read_query("shown"))
    return Facts(
        **{field.name: read(connection, field.name) for field in fields(Facts)}
    )


def read(connection, name: str) -> list[dict] | dict | None:
    """Return one field of the facts."""
    if name == "comparison":
        return fetch_if_there(connection, name)
    rows = fetch(connection, name)
    if name in ONE_ROW:
        return rows[0] if rows else {}
    return rows


def fetch_if_there(connection, query: str) -> list[dict] | None:
    """Return the rows, or None: not every build writes this table."""
    try:
        return fetch(connection, query)
    except duckdb.CatalogException:
        return None


def fetch(connection, query: str) -> list[dict]:
    """Return the rows of a query as dictionaries."""
    result = connection.execute(read_query(query))
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def read_query(query: str) -> str:
    """Return the SQL of a query."""
    return (QUERIES / f"{query}.sql").read_text(encoding="utf-8")

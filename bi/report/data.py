"""What the page shows, read from the warehouse by the files in `queries/`."""

from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).parent / "queries"
# A figure about fewer customers than this could be a figure about a person.
SMALLEST_GROUP = 10
LARGEST_MAP = 5_000


@dataclass(frozen=True)
class Facts:
    """The rows of each query; the query says what they are.

    Attributes
    ----------
    headline, map_shares, model : one row, as a dictionary by column
    segments, profiles, months, map_points, map_centers, candidates, checks
        Lists of such rows.
    """

    headline: dict
    segments: list[dict]
    profiles: list[dict]
    months: list[dict]
    map_points: list[dict]
    map_centers: list[dict]
    map_shares: dict
    candidates: list[dict]
    checks: list[dict]
    model: dict


def read_facts(connection) -> Facts:
    """Return what the attached `warehouse` holds for the page."""
    # Means of doubles depend on the order of the threads; one has one order.
    connection.execute("set threads = 1")
    connection.execute(f"set variable smallest_group = {SMALLEST_GROUP}")
    connection.execute(f"set variable largest_map = {LARGEST_MAP}")
    connection.execute((QUERIES / "shown.sql").read_text(encoding="utf-8"))
    several = ("segments", "profiles", "months", "map_points", "map_centers")
    return Facts(
        **{name: fetch(connection, name) for name in several},
        candidates=fetch(connection, "candidates"),
        checks=fetch(connection, "checks"),
        **{
            name: first(fetch(connection, name))
            for name in ("headline", "map_shares", "model")
        },
    )


def fetch(connection, query: str) -> list[dict]:
    """Return the rows of a query as dictionaries."""
    result = connection.execute((QUERIES / f"{query}.sql").read_text(encoding="utf-8"))
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def first(rows: list[dict]) -> dict:
    """Return the only row, or an empty one."""
    return rows[0] if rows else {}

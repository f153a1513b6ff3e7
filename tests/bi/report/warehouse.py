"""A small handwritten warehouse with every table of the report."""

from pathlib import Path

import duckdb

TABLES = Path(__file__).with_suffix(".sql")


def make_warehouse(
    path,
    segments: dict[str, int],
    has_profit=True,
    has_predictions=True,
    has_history=True,
    segments_asked=0,
    is_few=False,
    are_groups=True,
):
    """Write a warehouse with these segments (names with numbers of customers)."""
    given = {
        "has_profit": has_profit,
        "has_predictions": has_predictions,
        "has_history": has_history,
        "segments_asked": segments_asked,
        "is_few": is_few,
        "are_groups": are_groups,
    }
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create temp table segments "
            "(segment_id integer, segment_name varchar, customers integer)"
        )
        for segment_id, (name, customers) in enumerate(segments.items()):
            connection.execute(
                "insert into segments values (?, ?, ?)", [segment_id, name, customers]
            )
        for statement in TABLES.read_text(encoding="utf-8").split(";"):
            used = {name: one for name, one in given.items() if f"${name}" in statement}
            if statement.strip():
                connection.execute(statement, used or None)

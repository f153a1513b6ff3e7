"""Look up the meaning of order statuses in the project's seeds."""

import csv
import re
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[3] / "seeds"


def meaning_of(status: str) -> str:
    """Return the meaning of a status; empty if it is unknown.

    As in a build, the seed of exact statuses comes before the seed of words.
    """
    exact = {
        row["order_status"]: row["is_counted"] for row in rows_of("order_statuses")
    }
    if status in exact:
        return "counted" if exact[status] == "true" else "cancelled"
    words = {row["word"]: row["meaning"] for row in rows_of("status_words")}
    return words.get(simplify(status), "")


def known_statuses() -> set[str]:
    """Return all known statuses, simplified."""
    exact = {simplify(row["order_status"]) for row in rows_of("order_statuses")}
    return exact | {row["word"] for row in rows_of("status_words")}


def simplify(status: str) -> str:
    """Return a status as the seed of words writes it."""
    return re.sub(r"[\s_\-.]+", "", status).lower()


@cache
def rows_of(seed: str) -> list[dict]:
    """Return the rows of a seed."""
    path = SEEDS / f"segmentation__{seed}.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))

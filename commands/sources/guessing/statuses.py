"""Look up the meaning of order statuses in the project's seeds."""

import csv
import re
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[3] / "seeds"


def meaning_of(status: str) -> str:
    """Return the meaning of a status; empty where it is unknown.

    As in a build, the seed of exact statuses comes before the seed of words.
    """
    return exact_statuses().get(status) or status_words().get(simplify(status), "")


def known_statuses() -> set[str]:
    """Return all known statuses, simplified."""
    return {*status_words(), *map(simplify, exact_statuses())}


def simplify(status: str) -> str:
    """Return a status in the form of the seed of words."""
    return re.sub(r"[\s_\-.]+", "", status).lower()


@cache
def exact_statuses() -> dict[str, str]:
    """Return the meaning of each exact status."""
    return {
        row["order_status"]: "counted" if row["is_counted"] == "true" else "cancelled"
        for row in rows_of("order_statuses")
    }


@cache
def status_words() -> dict[str, str]:
    """Return the meaning of each simplified word."""
    return {row["word"]: row["meaning"] for row in rows_of("status_words")}


def rows_of(seed: str) -> list[dict]:
    """Return the rows of a seed."""
    path = SEEDS / f"segmentation__{seed}.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))

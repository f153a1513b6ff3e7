"""What the words for statuses mean that are shipped with the project."""

import csv
import re
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"


def meaning_of(status: str) -> str:
    """Return what became of an order with a status; nothing where nobody knows.

    The seed of exact words goes before the words of many languages, as in a build.
    """
    known = exact_words().get(status)
    return known or words().get(simplified(status), "")


def known_statuses() -> set[str]:
    """Return all words whose meaning is known, simplified."""
    return {*words(), *map(simplified, exact_words())}


def simplified(status: str) -> str:
    """Return a status as the seed of words has it."""
    return re.sub(r"[\s_\-.]+", "", status).lower()


@cache
def exact_words() -> dict[str, str]:
    """Return the meaning of the statuses that a seed has word by word."""
    with (SEEDS / "segmentation__order_statuses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["order_status"]: "counted" if row["is_counted"] == "true" else "cancelled"
        for row in rows
    }


@cache
def words() -> dict[str, str]:
    """Return the meaning of simplified words."""
    path = SEEDS / "segmentation__status_words.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        return {row["word"]: row["meaning"] for row in csv.DictReader(file)}

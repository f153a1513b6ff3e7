"""Guess which column of a file is which, and how its dates and numbers are written."""

import difflib
import re
from datetime import datetime

from ingest.contents import ORDERS
from ingest.sources import list_sources, load_block, simplify

# How alike two names must be to be proposed for each other (0 to 1).
ALIKE = 0.7
# Columns of persons are proposed for nothing unless a shipped block reads them.
PERSONAL = re.compile(
    "name|street|address|mail|phone|password|zip|postal|birth|latitude|longitude", re.I
)
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d")
TIMES = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %H:%M:%S%z", "T%H:%M:%S%z")
DATE_FORMATS = [day + time for time in TIMES for day in DAYS]
USUAL_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]
DECIMAL_COMMA = re.compile(r"-?\d{1,3}(\.?\d{3})*,\d+")


def guess_columns(header: list[str]) -> dict[str, str]:
    """Return the likeliest header for each canonical column, each only once."""
    known = shipped_names()
    guesses = sorted(
        (-likeness(name, known[column]), column, name)
        for column in ORDERS.columns
        for name in header
    )
    names: dict[str, str] = {}
    for distance, column, name in guesses:
        if -distance >= ALIKE and column not in names and name not in names.values():
            names[column] = name
    return {column: names[column] for column in ORDERS.columns if column in names}


def shipped_names() -> dict[str, set[str]]:
    """Return all names that shipped blocks know for each canonical column."""
    names = {column: {simplify(column)} for column in ORDERS.columns}
    for source in list_sources(ORDERS):
        for column, given in load_block(source).names.items():
            names[column] |= {simplify(name) for name in given}
    return names


def likeness(header: str, others: set[str]) -> float:
    """Return how much a name is like the likest of others, 0 to 1.

    Short names, such as id, are in many others and prove nothing.
    """
    name = simplify(header)
    if name in others:
        return 1.0
    if PERSONAL.search(name):
        return 0.0
    return max(
        difflib.SequenceMatcher(None, name, other).ratio()
        for other in others
        if len(other) > 4
    )


def all_dates(values: list[str], date_format: str) -> bool:
    """Return whether there are values, and all of them dates in a format."""
    try:
        return bool([datetime.strptime(value, date_format) for value in values])
    except ValueError:
        return False

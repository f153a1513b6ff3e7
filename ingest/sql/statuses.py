"""What a status says became of an order, by the block's own words."""

import re

from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError

# What an order with a status may be.
MEANINGS = ("counted", "cancelled", "returned", "pending")


def simplify_status(text: str) -> str:
    """Return a status without case, blanks, `_` and `-`, as `simplified` has it."""
    return re.sub(r"[\s_\-]+", "", text).lower()


def simplified(text: str, dialect: DuckDB) -> str:
    """Return the SQL of a status without case, blanks, `_` and `-`."""
    between = dialect.literal(" _-\u00a0\t")
    return f"translate(lower({text}), {between}, '')"


def check_statuses(path, statuses: dict) -> dict[str, str]:
    """Return what statuses mean by their simplified text.

    Raises
    ------
    OrdersError
        A status is no text, means nothing that is known, or two things at once.
    """
    if not isinstance(statuses, dict):
        raise OrdersError(
            f"The source block {path} needs a mapping as statuses, such as "
            "{Paid: counted, Voided: cancelled}."
        )
    meanings: dict[str, str] = {}
    for status, meaning in statuses.items():
        if isinstance(status, bool) or status is None:
            raise OrdersError(
                f"The source block {path} has a status that YAML takes for "
                f"{status}: put it in quotes."
            )
        if meaning not in MEANINGS:
            raise OrdersError(
                f"The source block {path} says that the status '{status}' means "
                f"'{meaning}'. Known: {', '.join(MEANINGS)}."
            )
        if meanings.setdefault(simplify_status(str(status)), meaning) != meaning:
            raise OrdersError(
                f"The source block {path} says two things of the status '{status}': "
                "case, blanks, _ and - do not matter."
            )
    return meanings


def meaning_of(statuses: dict[str, str], dialect: DuckDB) -> str:
    """Return the SQL of what the line's status means; NULL where no word says it."""
    if not statuses:
        return f"cast(null as {dialect.type('varchar')})"
    cases = []
    for meaning in MEANINGS:
        words = [dialect.literal(one) for one in statuses if statuses[one] == meaning]
        if words:
            cases.append(f"when is_called in ({', '.join(words)}) then '{meaning}'")
    called = simplified("order_status", dialect)
    return f"case {' '.join(cases)} end".replace("is_called", called)

"""The meaning of the order status by the `statuses` of a block."""

import re

from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError

MEANINGS = ("counted", "cancelled", "returned", "pending")


def check_statuses(path, statuses: dict) -> dict[str, str]:
    """Return the meaning of each status, in lower case and without blanks, _ and -."""
    if not isinstance(statuses, dict):
        raise OrdersError(
            f"The source block {path} needs a mapping as statuses, such as "
            "{Paid: counted, Voided: cancelled}."
        )
    meanings: dict[str, str] = {}
    for status, meaning in statuses.items():
        if isinstance(status, bool) or status is None:
            raise OrdersError(
                f"The source block {path} has a status that YAML reads as "
                f"{status}: put it in quotes."
            )
        if meaning not in MEANINGS:
            raise OrdersError(
                f"The source block {path} has an unknown meaning '{meaning}' for the "
                f"status '{status}'. Known: {', '.join(MEANINGS)}."
            )
        simplified = re.sub(r"[\s_\-]+", "", str(status)).lower()
        if meanings.setdefault(simplified, meaning) != meaning:
            raise OrdersError(
                f"The source block {path} gives the status '{status}' two meanings: "
                "case, blanks, _ and - do not matter. Keep one."
            )
    return meanings


def meaning_of(statuses: dict[str, str], dialect: DuckDB) -> str:
    """Return the SQL of the meaning of a line's status; NULL for an unknown status."""
    if not statuses:
        return f"cast(null as {dialect.type('varchar')})"
    ignored = dialect.literal(" _-\u00a0\t")
    status = f"translate(lower(order_status), {ignored}, '')"
    cases = []
    for meaning in MEANINGS:
        words = [dialect.literal(one) for one in statuses if statuses[one] == meaning]
        if words:
            cases.append(f"when {status} in ({', '.join(words)}) then '{meaning}'")
    return f"case {' '.join(cases)} end"

"""The results of the data checks, in words."""

from bi.report.wording import words

CHECKS = {
    "line_verdicts": {
        "accepted": "used",
        "duplicate": "a second copy of a line",
        "superseded": "replaced by a later line with the same id",
        "excluded": "left out by a rule of the source",
        "rejected": "refused; the next table has the reasons",
    },
    "reject_reasons": {},
    "shipping_repairs": {
        "none": "as recorded",
        "negative": "shipped before the order",
        "too_long": "longer than plausible",
        "missing": "no shipping date",
    },
}


def list_checks(checks: list[dict]) -> dict[str, list[dict]]:
    """Return the rows of `queries/model/checks.sql` by check, with their meanings."""
    found = {name: [] for name in CHECKS}
    for row in checks:
        name, item = row["check_name"], row["item"]
        if name in CHECKS:
            meaning = CHECKS[name].get(item, "")
            found[name].append({**row, "item": words(item), "meaning": meaning})
    return found

"""The checks of the data, in words."""

from bi.report.wording import words

CHECKS = {
    "line_verdicts": {
        "accepted": "used",
        "duplicate": "a second copy of a line",
        "superseded": "replaced by a later line with the same id",
        "excluded": "left out by a rule of the source",
        "rejected": "refused, for the reasons beside",
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
    """Return the items of each check with their meanings, most lines first.

    Parameters
    ----------
    checks : rows of `queries/model/checks.sql`
    """
    return {
        name: [
            {
                **row,
                "item": words(row["item"]),
                "meaning": meanings.get(row["item"], ""),
            }
            for row in checks
            if row["check_name"] == name
        ]
        for name, meanings in CHECKS.items()
    }

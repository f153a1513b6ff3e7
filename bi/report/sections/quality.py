"""What was read, refused and repaired, in words."""

from bi.report.wording import words

MEANINGS = {
    "line_verdicts": {
        "accepted": "used",
        "duplicate": "the same line once more",
        "superseded": "replaced by a later line with its id",
        "excluded": "set aside by the rules of the source",
        "rejected": "refused, for the reasons beside",
    },
    "shipping_repairs": {
        "none": "as recorded",
        "negative": "shipped before ordered",
        "too_long": "longer than believable",
        "missing": "no shipping date",
    },
}


def list_checks(checks: list[dict], check_name: str) -> list[dict]:
    """Return the items of one check, most lines first, with what each means."""
    meanings = MEANINGS.get(check_name, {})
    return [
        {**row, "item": words(row["item"]), "meaning": meanings.get(row["item"], "")}
        for row in checks
        if row["check_name"] == check_name
    ]

"""What to expect of each segment, and what says so."""

from bi.report.sections.features import feature_name
from bi.report.wording import is_known

METHODS = {
    "gradient boosting": "Learned from earlier customers (gradient boosting)",
    "none": "Nothing forecasts it",
}
TARGETS = {
    "churn": "No purchase within 90 days",
    "revenue": "Revenue of the next 90 days",
}
MEASURES = ("revenue_90d", "value_365d", "churn_probability_90d", "probability_alive")


def known_measures(expectations: list[dict]) -> list[str]:
    """Return the measures that are known of at least one segment."""
    return [one for one in MEASURES if any(is_known(row[one]) for row in expectations)]


def total(expectations: list[dict], measure: str) -> float | None:
    """Return the sum of what is shown, so that nothing else is in it."""
    known = [row[measure] for row in expectations if is_known(row[measure])]
    return sum(known) if known else None


def say_forecasters(forecasters: list[dict], drivers: list[dict]) -> list[dict]:
    """Return for each target what forecasts it, and what that rests on.

    Parameters
    ----------
    forecasters, drivers : rows of the queries of the same names
    """
    return [
        {
            **row,
            "title": TARGETS[row["target"]],
            "by": METHODS.get(row["method"])
            or f"A model of purchases in closed form ({row['model_name']})",
            "drivers": [
                {"name": feature_name(one["feature"]), "importance": one["importance"]}
                for one in drivers
                if one["target"] == row["target"]
            ],
        }
        for row in forecasters
    ]


def say_why_not(forecasters: list[dict]) -> str:
    """Return why nothing is expected, in a sentence."""
    reason = next((row["refused_because"] for row in forecasters), None)
    if not reason:
        return "Nothing is forecast of the customers of this file."
    return f"Nothing is forecast of these customers: {reason}"

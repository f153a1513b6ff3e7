"""The forecasts for each segment, and the models that made them."""

from bi.report.data import Facts
from bi.report.wording import is_known, words

METHODS = {
    "gradient boosting": "Learned from earlier customers (gradient boosting)",
    "none": "No forecast",
}
TARGETS = {
    "churn": "No purchase within 90 days",
    "revenue": "Revenue of the next 90 days",
}
MEASURES = ("revenue_90d", "value_365d", "churn_probability_90d", "probability_alive")


def expect(facts: Facts) -> dict:
    """Return the figures and sentences of the section."""
    rows = facts.expectations
    revenue = [row["revenue_90d"] for row in rows if is_known(row["revenue_90d"])]
    return {
        "of_segment": {row["segment_id"]: row for row in rows},
        "measures": [
            one for one in MEASURES if any(is_known(row[one]) for row in rows)
        ],
        # The total is a sum of shown figures, so it reveals nothing else.
        "revenue_90d": sum(revenue) if revenue else None,
        "forecasters": [
            {
                **row,
                "title": TARGETS[row["target"]],
                "by": METHODS.get(row["method"])
                or f"A closed-form model of purchases ({row['model_name']})",
                "drivers": [
                    {**one, "name": one["label"] or name_of(one["feature"])}
                    for one in facts.drivers
                    if one["target"] == row["target"]
                ],
            }
            for row in facts.forecasters
        ],
        "why_not": say_why_not(facts.forecasters),
    }


def name_of(column: str) -> str:
    """Return the name of a feature without a label."""
    return words(column.removesuffix("_id")).capitalize()


def say_why_not(forecasters: list[dict]) -> str:
    """Return why there is no forecast, in a sentence."""
    reason = next((row["refused_because"] for row in forecasters), None)
    return f"There is no forecast for these customers{f': {reason}' if reason else '.'}"

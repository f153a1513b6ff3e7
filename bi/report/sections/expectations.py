"""The forecasts for each segment, and how far to trust them."""

import re

from bi.report.data import Facts
from bi.report.sections.trust import METHODS, TITLES, say_trust
from bi.report.wording import is_known, words

MEASURES = (
    "revenue_90d",
    "revenue_365d",
    "residual_value",
    "churn_probability_90d",
    "probability_alive",
)
# Inputs of learned forecasts that are not in features.feature_catalogue.
INPUTS = {
    "average_order_day_amount": "Mean of a purchase day",
    "closed_form_amount": "Past mean amount",
    "closed_form_chance": "Chance at past rate",
    "closed_form_orders": "Orders at past rate",
    "clv_amount": "Past net sales",
    "gaps_since_last": "Wait in usual gaps",
    "order_days": "Days with a purchase",
}


def expect(facts: Facts) -> dict:
    """Return the figures and sentences of the section."""
    rows = facts.expectations
    measures = [one for one in MEASURES if any(is_known(row[one]) for row in rows)]
    revenue = [row["revenue_90d"] for row in rows if is_known(row["revenue_90d"])]
    return {
        "of_segment": {row["segment_id"]: row for row in rows},
        "measures": measures,
        # The total is a sum of shown figures, so it reveals nothing else.
        "revenue_90d": sum(revenue) if revenue else None,
        "forecasters": list_forecasters(facts),
        "is_tested": any(is_known(row["error"]) for row in facts.forecasters),
        "why_not": say_why_not(facts.formulas),
        "refused": say_refused(facts.formulas),
        "formula": say_formula(facts),
    }


def list_forecasters(facts: Facts) -> list[dict]:
    """Return for each target its horizons in words, and its drivers."""
    return [
        {
            "title": title,
            "horizons": [
                {
                    "days": row["horizon_days"],
                    "customers_tested": row["error"] and row["customers_tested"],
                    "by": METHODS[row["method"]],
                    "trust": say_trust(row),
                }
                for row in facts.forecasters
                if row["target"] == target
            ],
            "drivers": [
                {**one, "name": one["label"] or name_of(one["feature"])}
                for one in facts.drivers
                if one["target"] == target
            ],
        }
        for target, title in TITLES.items()
        if any(row["target"] == target for row in facts.forecasters)
    ]


def name_of(column: str) -> str:
    """Return the name of an input without a label."""
    name = words(column.removesuffix("_id"))
    return INPUTS.get(column) or re.sub(r"(\d+)d\b", r"of \1 days", name).capitalize()


def say_why_not(formulas: dict) -> str:
    """Return why there is no forecast, in a sentence."""
    reason = formulas.get("refused_because")
    return f"There is no forecast for these customers{f': {reason}' if reason else '.'}"


def say_formula(facts: Facts) -> str:
    """Return the name of the formula, if it is used or is the best other method."""
    columns = ("method", "other_method")
    named = {row[one] or "" for row in facts.forecasters for one in columns}
    if not any(name.startswith("closed form") for name in named):
        return ""
    return (
        f"Formula: {facts.formulas['model_name']} tells how often customers come back, "
        "and Gamma-Gamma how much they spend; both are fitted to past purchases."
    )


def say_refused(formulas: dict) -> list[str]:
    """Return which formulas were refused, and why."""
    refused = {
        "BG/NBD and MBG/NBD, which tell from the days of purchases how often "
        "customers come back, were refused": formulas.get("refused_because"),
        "Gamma-Gamma, which tells from past amounts how much customers spend, was "
        "refused": formulas.get("spend_refused_because"),
    }
    return [f"{formula}: {reason}" for formula, reason in refused.items() if reason]

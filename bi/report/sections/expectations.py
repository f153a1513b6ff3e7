"""The forecasts for each segment, and how far to trust them."""

import re

from bi.report.data import Facts
from bi.report.sections.trust import METHODS, TITLES, say_total, say_trust
from bi.report.wording import in_unit, is_known, words

MEASURES = (
    "revenue_90d",
    "revenue_365d",
    "residual_value",
    "churn_probability_90d",
    "probability_alive",
)
# Units without decimal places.
WHOLE = ("count", "days")


def expect(facts: Facts) -> dict:
    """Return the figures and sentences of the section."""
    rows = facts.expectations
    measures = [one for one in MEASURES if any(is_known(row[one]) for row in rows)]
    revenue = [row["revenue_90d"] for row in rows if is_known(row["revenue_90d"])]
    return {
        "of_segment": {row["segment_id"]: row for row in rows},
        "totals": {row["horizon_days"]: row for row in facts.totals},
        "has_intervals": any(
            is_known(row[f"{name}_low"])
            for row in rows
            for name in ("revenue_90d", "revenue_365d")
        ),
        "measures": measures,
        # The total is a sum of shown figures, so it reveals nothing else.
        "revenue_90d": sum(revenue) if revenue else None,
        "drivers": list_drivers(facts.segment_drivers),
        "customers": sum(
            {
                one["segment_id"]: one["customers"] for one in facts.segment_drivers
            }.values()
        ),
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
                    "trust": f"{say_trust(row)} {say_total(row)}".strip(),
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
    return re.sub(r"(\d+)d\b", r"of \1 days", name).capitalize()


def list_drivers(rows: list[dict]) -> dict[int, dict[str, list[str]]]:
    """Return what raises and what lowers the chance of each segment, in words."""
    found: dict[int, dict[str, list[str]]] = {}
    for row in rows:
        of_segment = found.setdefault(row["segment_id"], {"raises": [], "lowers": []})
        own, usual = (
            row[f"typical_category{end}"]
            or in_unit(
                row[f"typical_value{end}"],
                "whole" if row["unit"] in WHOLE else row["unit"],
            )
            for end in ("", "_of_all")
        )
        of_segment[row["direction"]].append(f"{row['label']} {own} (all: {usual})")
    return found


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

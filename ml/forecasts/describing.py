"""Describe methods, their tests and what they learned: rows of `prediction_model`."""

import numpy as np

from ml.forecasts.importance import measure_importance
from ml.forecasts.methods import MEAN, parts_of
from ml.forecasts.samples import stack
from ml.forecasts.spreads import Doubt
from ml.forecasts.stored_model import PARTS, to_columns
from ml.forecasts.trials import NO_DATES
from ml.purchases.purchase_model import HORIZONS

# The drivers of forecasts are measured for this horizon.
DRIVER_DAYS = 90
NOT_FITTED = "The model was not fitted; see purchase_model."


def explain(target: str, method: str, reasons: dict) -> str:
    """Return why a method cannot forecast a target."""
    if method == MEAN:
        return NO_DATES
    found = [reasons[one] for one in parts_of(target, method) if one in reasons]
    return found[0] if found else NOT_FITTED


def describe_tests(target, method, tests, chosen, forecaster, doubt: Doubt) -> dict:
    """Return the columns with one entry per horizon."""
    rows = [
        describe_horizon(target, method, days, tests, chosen, forecaster, doubt)
        for days in HORIZONS
    ]
    return {name: [row.get(name) for row in rows] for name in rows[0]}


def describe_horizon(target, method, days, tests, chosen, forecaster, doubt) -> dict:
    """Return the entries of one horizon."""
    trials = [
        one
        for test in tests
        for one in test.trials
        if (one.target, one.method, one.days) == (target, method, days)
    ]
    is_chosen = chosen[target, days] == method
    doubts = is_chosen and target == "revenue"
    spread = doubt.spreads.get(days) if doubts else None
    row = {
        "horizon_days": days,
        "is_chosen": is_chosen,
        "cuts": len(trials),
        "customers_tested": sum(len(one.actual) for one in trials),
        "errors": None,
        "root_mean_squared_errors": None,
        "mean_absolute_errors": None,
        "biases": None,
        "mean_outcomes": forecaster.means.get((target, days))
        if method == MEAN
        else None,
        "seasons_learned": forecaster.seasons.get((method, days))
        if target == "chance"
        else None,
        "chance_bounds": spread and spread.bounds,
        "ratios": spread and spread.ratios,
        "low_levels": spread and spread.low,
        "high_levels": spread and spread.high,
        "ratio_squares": spread and spread.squares,
        "level_deviations": doubt.levels.get(days) if doubts else None,
    }
    if trials:
        off = np.concatenate([one.forecast - one.actual for one in trials])
        total = sum(one.actual.sum() for one in trials)
        row |= {
            "errors": float(np.mean([one.error for one in trials])),
            "root_mean_squared_errors": float(np.sqrt((off**2).mean())),
            "mean_absolute_errors": float(np.abs(off).mean()),
            "biases": float(off.sum() / total) if total else None,
        }
    return row


def describe_learned(target, method, tests, forecaster, kept) -> dict:
    """Return the trees of a learned method that is used, and its drivers in a test."""
    key = method, PARTS[target]
    row = {}
    if key in kept:
        row |= to_columns(forecaster.learned[key])
    for test in tests[-1:]:
        learned = test.forecaster.learned.get(key)
        if learned and len(test.later):
            sample = stack([(DRIVER_DAYS, test.later)], test.closed)
            row |= {
                "tested_inputs": [*learned.encoding.names],
                "importance": measure_importance(learned, sample),
            }
    return row

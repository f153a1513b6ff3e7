"""Learn forecasts, test them on a later period, and decide which forecasts are used."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import numpy as np

from ml.customers.panel import dates_before
from ml.forecasts.boosting import FEWEST_TO_LEARN, FITS
from ml.forecasts.closed_forms import CLOSED_FORMS
from ml.forecasts.decision import CLOSED, LEARNED, decide
from ml.forecasts.importance import measure_importance
from ml.forecasts.periods import Period, read_period
from ml.forecasts.rows import HORIZON_DAYS, RowReader, Rows
from ml.forecasts.stored_model import TARGETS, to_columns
from ml.purchases.fitting import FitError

# A training uses at most so many month ends: a year, so that each season counts once.
MOST_DATES = 12


def outcome(target: str, rows: Rows) -> np.ndarray:
    """Return the outcomes, (rows,): 1 for churn, or net sales, negative ones as 0."""
    if target == "churn":
        return rows.churned.astype(float)
    return np.maximum(rows.later_amount, 0.0)


def train_forecasts(reader: RowReader, dates: list[date], limit: int) -> list[dict]:
    """Return per target the columns of `prediction_model` that a training fills.

    Parameters
    ----------
    reader : RowReader
    dates : list of date
        The month ends whose next 90 days are known. The 90 days after the last of them
        are the test.
    limit : int
        The largest number of rows to learn from.

    Raises
    ------
    FitError
        No two month ends are at least 90 days apart.
    """
    cut = max(dates, default=None)
    earlier = dates_before(dates, cut, HORIZON_DAYS)
    if not earlier:
        raise FitError(
            f"it takes two month ends {HORIZON_DAYS} days apart, each followed by "
            f"{HORIZON_DAYS} days of orders, and the orders do not reach back so far"
        )
    training = read_rows(reader, earlier, limit)
    test = read_period(reader, cut, limit)
    # The tested forecast must not use segments of later models; the final forecast may.
    all_known = read_rows(replace(reader, segments_since=date.min), dates, limit)
    return [
        {"target": target, **train_forecast(target, training, test, all_known)}
        for target in TARGETS
    ]


def read_rows(reader: RowReader, dates: list[date], limit: int) -> Rows:
    """Return at most `limit` rows of the last twelve dates."""
    latest = sorted(dates, reverse=True)[:MOST_DATES]
    return reader.read(latest, max(1, limit // len(latest)))


def train_forecast(target: str, training: Rows, test: Period, all_known: Rows) -> dict:
    """Learn a forecast and test it. If it wins, learn it again from `all_known`."""
    actual = outcome(target, test.rows)
    row = {"tested_from": test.cut, "customers_tested": len(test.rows)}
    try:
        if len(test.rows) < FEWEST_TO_LEARN:
            raise FitError(
                f"it takes {FEWEST_TO_LEARN} customers to test on, and before "
                f"{test.cut} there were {len(test.rows)}"
            )
        if target == "churn" and actual.min() == actual.max():
            who = "every" if actual.all() else "no"
            raise FitError(f"{who} customer churned after {test.cut}")
        tested = FITS[target](training)
        closed = None
        with suppress(FitError):
            closed = CLOSED_FORMS[target](test)
        decision = decide(
            tested.forecast(test.rows),
            closed,
            outcome(target, training).mean(),
            actual,
        )
        row |= {
            "tested_inputs": [*tested.encoding.names],
            "importance": measure_importance(tested, test.rows, actual),
        }
        if decision["method"] == LEARNED:
            row |= to_columns(FITS[target](all_known))
    except FitError as reason:
        decision = refuse(reason)
    return row | decision


def refuse(reason: FitError) -> dict:
    """Return the decision to use the closed form, because nothing can be learned."""
    return {"method": CLOSED, "chosen_because": f"Nothing was learned: {reason}."}

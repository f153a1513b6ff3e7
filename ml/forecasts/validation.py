"""Learn a forecast, test it on later customers, and decide whether it is used."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ml.customers.panel import last_before
from ml.forecasts.boosting import FEWEST_TO_LEARN, FITS
from ml.forecasts.closed_forms import CLOSED_FORMS
from ml.forecasts.decision import CLOSED, LEARNED, Decision, decide
from ml.forecasts.importance import measure_importance
from ml.forecasts.periods import Period, read_period
from ml.forecasts.rows import HORIZON_DAYS, RowReader, Rows
from ml.forecasts.stored_model import to_columns
from ml.purchases.fitting import FitError

# Month ends in a training: a year, so that each season counts once.
MOST_DATES = 12


def outcome(target: str, rows: Rows) -> np.ndarray:
    """Return the outcomes, (rows,): 1 for no purchase, or net sales of at least 0."""
    if target == "churn":
        return rows.churned.astype(float)
    return np.maximum(rows.later_amount, 0.0)


@dataclass(frozen=True)
class TrainTestSplit:
    """Customers at month ends, split by date.

    Attributes
    ----------
    training : Rows
        At month ends whose next 90 days end before the test begins.
    test : Period
        The last month end whose next 90 days are known.
    all_known : Rows
        At all month ends whose next 90 days are known.
    """

    training: Rows
    test: Period
    all_known: Rows


def read_split(reader: RowReader, dates: list[date], limit: int) -> TrainTestSplit:
    """Return the split at the last of the month ends whose next 90 days are known.

    Raises
    ------
    FitError
        There are not two month ends 90 days apart.
    """
    cut = max(dates, default=None)
    if cut is None or last_before(dates, cut, HORIZON_DAYS) is None:
        raise FitError(
            f"it takes two month ends {HORIZON_DAYS} days apart, each with the "
            f"{HORIZON_DAYS} days after it, and the orders do not reach back so far"
        )
    # The tested forecast must not know later segments; the one that is used may.
    any_segment = replace(reader, segments_since=date.min)
    return TrainTestSplit(
        training=read_rows(reader, dates_before(dates, cut), limit),
        test=read_period(reader, cut, limit),
        all_known=read_rows(any_segment, dates, limit),
    )


def dates_before(dates: list[date], cut: date) -> list[date]:
    """Return the dates whose next 90 days end before another date."""
    return [one for one in dates if (cut - one).days >= HORIZON_DAYS]


def read_rows(reader: RowReader, dates: list[date], limit: int) -> Rows:
    """Return at most `limit` rows of the last twelve dates."""
    latest = sorted(dates, reverse=True)[:MOST_DATES]
    return reader.read(latest, max(1, limit // len(latest)))


def train_forecast(target: str, split: TrainTestSplit) -> dict:
    """Return the columns of `prediction_model` that a training fills.

    Parameters
    ----------
    target : str
        `churn` or `revenue`.
    split : TrainTestSplit
    """
    test = split.test
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
        tested = FITS[target](split.training)
        decision = decide(
            tested.forecast(test.rows),
            forecast_closed(target, test),
            outcome(target, split.training).mean(),
            actual,
        )
        row |= {
            "tested_inputs": [*tested.encoding.names],
            "importance": measure_importance(tested, test.rows, actual),
        }
        if decision.method == LEARNED:
            row |= to_columns(FITS[target](split.all_known))
    except FitError as reason:
        decision = Decision(CLOSED, f"Nothing was learned: {reason}.")
    return row | vars(decision)


def forecast_closed(target: str, test: Period) -> np.ndarray | None:
    """Return the forecast of the closed form, None where it cannot be fitted."""
    try:
        return CLOSED_FORMS[target](test)
    except FitError:
        return None

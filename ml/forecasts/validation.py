"""Learn what is forecast, test it on later customers, and decide what ships."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ml.customers.panel import last_before
from ml.forecasts import closed_forms
from ml.forecasts.boosting import FEWEST_TO_LEARN, FITS
from ml.forecasts.decision import CLOSED, LEARNED, NONE, Decision, decide
from ml.forecasts.importance import measure_importance
from ml.forecasts.periods import Period, read_period
from ml.forecasts.rows import HORIZON_DAYS, RowReader, Rows
from ml.forecasts.stored_model import to_columns
from ml.purchases.fitting import FitError

# Month ends that are learned from: a year, so that every season counts once.
MOST_DATES = 12


def outcome(target: str, rows: Rows) -> np.ndarray:
    """Return what came, (rows,): 1 where no purchase did, or net sales from 0 up."""
    if target == "churn":
        return rows.churned.astype(float)
    return np.maximum(rows.later_amount, 0.0)


@dataclass(frozen=True)
class TrainTestSplit:
    """What is learned from, and what that is tested on.

    Attributes
    ----------
    known : Rows
        At all month ends whose next 90 days are known.
    before : Rows
        Those of them whose 90 days end before the test begins.
    test : Period
        The last month end whose next 90 days are known.
    """

    known: Rows
    before: Rows
    test: Period


def read_split(past: RowReader, dates: list[date], limit: int) -> TrainTestSplit:
    """Return the lesson of the month ends whose next 90 days are known.

    Raises
    ------
    FitError
        There are not two of them 90 days apart.
    """
    cut = max(dates, default=None)
    if cut is None or last_before(dates, cut, HORIZON_DAYS) is None:
        raise FitError(
            f"it takes two month ends {HORIZON_DAYS} days apart, each with the "
            f"{HORIZON_DAYS} days after it, and the orders do not reach back so far"
        )
    # What was tested must not know what came after; what ships may know all there is.
    return TrainTestSplit(
        read_rows(replace(past, segments_since=date.min), dates, limit),
        read_rows(past, dates_before(dates, cut), limit),
        read_period(past, cut, limit),
    )


def dates_before(dates: list[date], cut: date) -> list[date]:
    """Return the dates whose next 90 days end before another date."""
    return [one for one in dates if (cut - one).days >= HORIZON_DAYS]


def read_rows(past: RowReader, dates: list[date], limit: int) -> Rows:
    """Return at most `limit` rows of the last twelve dates."""
    latest = sorted(dates, reverse=True)[:MOST_DATES]
    return past.read(latest, max(1, limit // len(latest)))


def train(target: str, lesson: TrainTestSplit) -> dict:
    """Return the columns of `prediction_model` that training fills for a target.

    Parameters
    ----------
    target : str
        `churn` or `revenue`.
    """
    test = lesson.test
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
        tested = FITS[target](lesson.before)
        decision = decide(
            tested.forecast(test.rows),
            forecast_closed(target, test),
            outcome(target, lesson.before).mean(),
            actual,
        )
        row |= {
            "tested_inputs": [*tested.encoding.names],
            "importance": measure_importance(tested, test.rows, actual),
        }
        if decision.method == LEARNED:
            row |= to_columns(FITS[target](lesson.known))
    except FitError as reason:
        decision = Decision(CLOSED, f"Nothing was learned: {reason}.")
    return row | vars(decision)


def forecast_closed(target: str, test: Period) -> np.ndarray | None:
    """Return the forecast of the closed form, None where it cannot be fitted."""
    try:
        return closed_forms.CLOSED_FORMS[target](test)
    except FitError:
        return None


def without_closed_form(row: dict, reason: str) -> dict:
    """Return the row of a target that neither way can forecast."""
    if row["method"] != CLOSED:
        return row
    said = f"{row['chosen_because']} Nor is the closed form used: {reason}"
    return {**row, "method": NONE, "chosen_because": said}

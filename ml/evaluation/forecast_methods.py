"""Methods to forecast a period: closed forms, learned forecasts, simple baselines."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.evaluation.segmentation_methods import fifths
from ml.forecasts.boosting import FITS
from ml.forecasts.closed_forms import CLOSED_FORMS
from ml.forecasts.periods import Period
from ml.forecasts.rows import HORIZON_DAYS, SEGMENT, Rows
from ml.forecasts.validation import outcome


@dataclass(frozen=True)
class ForecastTask:
    """A period to forecast. No method may look at the outcomes in `period`.

    Attributes
    ----------
    known : Rows
        The rows to learn from: customers at month ends whose next 90 days end before
        the period.
    before : Period
        The last of these month ends.
    period : Period
    signals : set of str
        The names of inputs that come from events instead of orders.
    """

    known: Rows
    before: Period
    period: Period
    signals: frozenset[str]


Forecast = Callable[[ForecastTask, str], np.ndarray]


def closed_form(task: ForecastTask, target: str) -> np.ndarray:
    """Return the forecast of BG/NBD or MBG/NBD; for revenue, times Gamma-Gamma."""
    return CLOSED_FORMS[target](task.period)


def learned_without(*names: str) -> Forecast:
    """Return a method: gradient boosting without the named inputs."""

    def forecast(task: ForecastTask, target: str) -> np.ndarray:
        model = FITS[target](task.known.without({*names}))
        return model.forecast(task.period.rows)

    return forecast


def last_period(task: ForecastTask, target: str) -> np.ndarray:
    """Return the outcome of the 90 days before the period as the forecast."""
    last = np.maximum(task.period.purchases["last_amount"], 0)
    return last if target == "revenue" else (last == 0).astype(float)


def spend_so_far(task: ForecastTask, target: str) -> np.ndarray:
    """Return the mean spend per 90 days since the first purchase as the forecast."""
    purchases = task.period.purchases
    ages = np.maximum(purchases["age_days"] + 1, HORIZON_DAYS)
    return np.maximum(purchases["total_amount"], 0) * HORIZON_DAYS / ages


def mean_of_cells(divide: Callable[[Period], np.ndarray]) -> Forecast:
    """Return a method that forecasts the mean outcome of a customer's cell.

    `divide` returns the cell of each customer. The mean outcomes are those of the
    customers at the last month end in training.
    """

    def forecast(task: ForecastTask, target: str) -> np.ndarray:
        came = outcome(target, task.before.rows)
        cells, asked = divide(task.before), divide(task.period)
        found = np.full(len(asked), came.mean())
        for cell in np.unique(cells):
            found[asked == cell] = came[cells == cell].mean()
        return found

    return forecast


def rfm_cells(period: Period) -> np.ndarray:
    """Return a cell per customer: fifths of recency, frequency and amount."""
    purchases = period.purchases
    recency = fifths(-purchases["recency_days"])
    frequency = fifths(purchases["repeat_days"])
    return 25 * recency + 5 * frequency + fifths(purchases["total_amount"])


def recency_fifths(period: Period) -> np.ndarray:
    """Return a fifth per customer, by recency."""
    return fifths(-period.purchases["recency_days"])


def segment_ids(period: Period) -> np.ndarray:
    """Return segments by a model that was trained when the period began."""
    return period.rows.categories[SEGMENT].astype(str)


# Methods that give all customers of a cell the same forecast.
DIVISIONS = ("Segments", "RFM cells", "Recency")
METHODS_OF_ALL_TARGETS: dict[str, Forecast] = {
    "Gradient boosting": learned_without(),
    "Gradient boosting without segments": learned_without(SEGMENT),
    "Segments": mean_of_cells(segment_ids),
    "RFM cells": mean_of_cells(rfm_cells),
    "Same as last period": last_period,
}
METHODS: dict[str, dict[str, Forecast]] = {
    "revenue": {"BG/NBD x Gamma-Gamma": closed_form, "Spend so far": spend_so_far},
    "churn": {"BG/NBD": closed_form, "Recency": mean_of_cells(recency_fifths)},
}


def methods(task: ForecastTask, target: str) -> dict[str, Forecast]:
    """Return the methods for a target; with signals, also boosting without signals."""
    found = METHODS[target] | METHODS_OF_ALL_TARGETS
    if task.signals:
        found["Gradient boosting without signals"] = learned_without(*task.signals)
    return found

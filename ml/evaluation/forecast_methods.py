"""Ways to forecast a period: closed forms, learned ones, and baselines to beat."""

from collections.abc import Callable

import numpy as np

from ml.evaluation.forecast_task import ForecastTask
from ml.evaluation.segmentation_methods import fifths
from ml.forecasts import closed_forms
from ml.forecasts.boosting import FITS
from ml.forecasts.periods import Period
from ml.forecasts.rows import HORIZON_DAYS, SEGMENT
from ml.forecasts.validation import outcome

Forecast = Callable[[ForecastTask, str], np.ndarray]


def closed_form(task: ForecastTask, target: str) -> np.ndarray:
    """Return BG/NBD or MBG/NBD, times Gamma-Gamma for revenue."""
    return closed_forms.CLOSED_FORMS[target](task.period)


def learned(task: ForecastTask, target: str) -> np.ndarray:
    """Return gradient boosting, as it ships."""
    return learned_without(set())(task, target)


def learned_without(names: set[str]) -> Forecast:
    """Return gradient boosting that is not given some inputs."""

    def forecast(task: ForecastTask, target: str) -> np.ndarray:
        model = FITS[target](task.known.without(names))
        return model.forecast(task.period.rows)

    return forecast


def last_period(task: ForecastTask, target: str) -> np.ndarray:
    """Return what the 90 days before the period brought."""
    last = np.maximum(task.period.purchases["last_amount"], 0)
    return last if target == "revenue" else (last == 0).astype(float)


def spend_so_far(task: ForecastTask, target: str) -> np.ndarray:
    """Return all that was spent, spread over the days since the first purchase."""
    purchases = task.period.purchases
    ages = np.maximum(purchases["age_days"] + 1, HORIZON_DAYS)
    return np.maximum(purchases["total_amount"], 0) * HORIZON_DAYS / ages


def mean_of_cells(divide: Callable[[Period], np.ndarray]) -> Forecast:
    """Return the mean of who was in the same cell at the month end before.

    Parameters
    ----------
    divide : callable
        From a period to the cell of each customer, (customers,).
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
    """Return the cell of fifths by recency, frequency and monetary value."""
    purchases = period.purchases
    recency = fifths(-purchases["recency_days"])
    frequency = fifths(purchases["repeat_days"])
    return 25 * recency + 5 * frequency + fifths(purchases["total_amount"])


def recency_fifths(period: Period) -> np.ndarray:
    """Return fifths by recency."""
    return fifths(-period.purchases["recency_days"])


def segments(task: ForecastTask, target: str) -> np.ndarray:
    """Return the mean of the same segment, by a model trained as of the period."""
    return mean_of_cells(lambda period: period.rows.categories[SEGMENT].astype(str))(
        task, target
    )


# Those that say the same of all customers in a cell.
DIVISIONS = ("Segments", "RFM cells", "Recency")
FORECAST_METHODS: dict[str, dict[str, Forecast]] = {
    "revenue": {
        "BG/NBD x Gamma-Gamma": closed_form,
        "Gradient boosting": learned,
        "Gradient boosting without segments": learned_without({SEGMENT}),
        "Segments": segments,
        "RFM cells": mean_of_cells(rfm_cells),
        "Same as last period": last_period,
        "Spend so far": spend_so_far,
    },
    "churn": {
        "BG/NBD": closed_form,
        "Gradient boosting": learned,
        "Gradient boosting without segments": learned_without({SEGMENT}),
        "Segments": segments,
        "RFM cells": mean_of_cells(rfm_cells),
        "Recency": mean_of_cells(recency_fifths),
        "Same as last period": last_period,
    },
}


def methods(task: ForecastTask, target: str) -> dict[str, Forecast]:
    """Return the methods for a target; with signals, also boosting without them."""
    found = dict(FORECAST_METHODS[target])
    if task.signals:
        found["Gradient boosting without signals"] = learned_without({*task.signals})
    return found

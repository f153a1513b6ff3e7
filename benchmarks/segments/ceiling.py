"""The ceiling: a score that is made for nothing but later revenue."""

from datetime import timedelta

import numpy as np

from benchmarks.segments.training import SEED
from ml.customers.customers import Customers
from ml.customers.panel import Panel, dates_before
from ml.encoder.preparation import fit_preparation
from ml.evaluation.revenue_score import NoScoreError, fit_revenue_score

MOST_DATES = 6
# Customers of all dates together that the score learns from.
MOST_ROWS = 100_000


class NotKnownError(ValueError):
    """No score can be learned before the date."""


def score_of_several_dates(panel: Panel, customers: Customers, days: int) -> np.ndarray:
    """Return a forecast of the log revenue of the next `days`, (customers,).

    It is learned from the customers of up to six earlier month ends and their sales of
    as many days after each, or of 90 days if the orders do not reach back so far.

    Raises
    ------
    NotKnownError
        The orders reach back less than 90 days, or there is nothing to learn.
    """
    dates = panel.month_ends()
    for horizon in (days, 90):
        starts = dates_before(dates, dates[0], horizon)[:MOST_DATES]
        if starts:
            break
    else:
        raise NotKnownError
    pasts = [panel.customers(one, end_of(dates, one, horizon)) for one in starts]
    preparation = fit_preparation(*customers.matrices)
    inputs = np.vstack([prepare(preparation, one) for one in pasts])
    values = np.concatenate([one.values for one in pasts])
    chosen = np.random.default_rng(SEED).permutation(len(values))[:MOST_ROWS]
    try:
        model = fit_revenue_score(inputs[chosen], values[chosen], SEED)
    except NoScoreError as error:
        raise NotKnownError from error
    return model.predict(prepare(preparation, customers))


def end_of(dates, start, horizon: int):
    """Return the first month end at least about `horizon` days after `start`."""
    return min(one for one in dates if one >= start + timedelta(days=horizon))


def prepare(preparation, customers: Customers) -> np.ndarray:
    """Return the inputs of the encoder, and more: orders, spend and unknown values."""
    numbers, categories, *rest = customers.matrices
    orders = customers.order_counts
    return np.column_stack(
        [
            preparation.transform(numbers, categories, *rest),
            np.isnan(numbers),
            np.log1p(orders) if orders is not None else np.zeros(len(customers)),
        ]
    )

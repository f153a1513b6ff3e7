"""Ways to forecast a period: closed forms, learned ones, and baselines to beat.

Each takes the period before, from which it may learn, and the one to forecast, of
which it must not look at what came later.
"""

from collections.abc import Callable

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier as BoostedClassifier
from sklearn.ensemble import HistGradientBoostingRegressor as BoostedRegressor

from ml.backtest.periods import Period
from ml.methods import fifths
from ml.purchases.fitting import NoFit
from ml.purchases.relations import likelier
from ml.purchases.spend import fit_spend

SEED = 7
BOOSTING = {
    "max_iter": 200,
    "learning_rate": 0.05,
    "min_samples_leaf": 50,
    "max_leaf_nodes": 15,
    "early_stopping": True,
    "random_state": SEED,
}


def expected_orders(period: Period) -> np.ndarray:
    """Return days with a purchase to expect, by the likelier model."""
    model = likelier(period.histories)
    return model.expected_orders(period.histories, period.days / 7)


def closed_form_revenue(_: Period, period: Period) -> np.ndarray:
    """Return BG/NBD or MBG/NBD times Gamma-Gamma."""
    repeats, amount = (period.columns[one] for one in ("repeat_days", "repeat_amount"))
    known = (repeats > 0) & (amount > 0)
    means = amount[known] / repeats[known]
    spend = fit_spend(repeats[known], means, np.ones(len(means)))
    mean = np.maximum(amount, 0) / np.maximum(repeats, 1)
    return expected_orders(period) * spend.expected_spend(repeats, mean)


def learned_revenue(before: Period, period: Period) -> np.ndarray:
    """Return gradient boosting of the mean revenue, learned from the period before."""
    learned, asked = common_features(before, period)
    model = BoostedRegressor(loss="poisson", **BOOSTING)
    model.fit(learned, np.maximum(before.columns["later_amount"], 0))
    return model.predict(asked)


def last_revenue(_: Period, period: Period) -> np.ndarray:
    """Return what the same number of days before the date brought."""
    return np.maximum(period.columns["last_period_amount"], 0)


def spend_so_far(_: Period, period: Period) -> np.ndarray:
    """Return all that was spent, spread over the days since the first purchase."""
    ages = np.maximum(period.columns["age_days"] + 1, period.days)
    return np.maximum(period.columns["total_amount"], 0) * period.days / ages


def rfm_revenue(before: Period, period: Period) -> np.ndarray:
    """Return the mean revenue that the same RFM cell had after the date before."""
    cells, later = rfm_cells(before), before.columns["later_amount"]
    means = np.full(125, later.mean())
    for cell in np.unique(cells):
        means[cell] = later[cells == cell].mean()
    return np.maximum(means[rfm_cells(period)], 0)


def rfm_cells(period: Period) -> np.ndarray:
    """Return the cell of fifths by recency, frequency and monetary value."""
    columns = period.columns
    recency = fifths(-columns["recency_days"])
    frequency = fifths(columns["repeat_days"])
    return 25 * recency + 5 * frequency + fifths(columns["total_amount"])


def closed_form_churn(_: Period, period: Period) -> np.ndarray:
    """Return the chance of no purchase, were purchases to come at random."""
    return np.exp(-expected_orders(period))


def learned_churn(before: Period, period: Period) -> np.ndarray:
    """Return gradient boosting of the chance, learned from the period before."""
    churned = before.columns["later_days"] == 0
    if churned.all() or not churned.any():
        raise NoFit("Of the period before all customers churned, or nobody did.")
    learned, asked = common_features(before, period)
    return (
        BoostedClassifier(**BOOSTING).fit(learned, churned).predict_proba(asked)[:, 1]
    )


def common_features(before: Period, period: Period) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of both periods that were known and differed before."""
    kinds = [len(np.unique(one[~np.isnan(one)])) for one in before.features.T]
    differ = np.array(kinds) > 1
    return before.features[:, differ], period.features[:, differ]


def recency_churn(before: Period, period: Period) -> np.ndarray:
    """Return the share of who churned among customers of the same recency."""
    recency, churned = before.columns["recency_days"], before.columns["later_days"] == 0
    cells = fifths(recency)
    kinds = np.unique(cells)
    shares = np.array([churned[cells == one].mean() for one in kinds])
    last_days = [recency[cells == one].max() for one in kinds[:-1]]
    return shares[np.searchsorted(last_days, period.columns["recency_days"])]


Forecast = Callable[[Period, Period], np.ndarray]
REVENUE: dict[str, Forecast] = {
    "BG/NBD x Gamma-Gamma": closed_form_revenue,
    "Gradient boosting": learned_revenue,
    "Same as last period": last_revenue,
    "Spend so far": spend_so_far,
    "RFM cells": rfm_revenue,
}
CHURN: dict[str, Forecast] = {
    "BG/NBD": closed_form_churn,
    "Gradient boosting": learned_churn,
    "Recency": recency_churn,
}

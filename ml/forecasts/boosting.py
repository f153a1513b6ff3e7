"""Chance to buy, orders and amount per order, by gradient boosting.

Friedman 2001, "Greedy Function Approximation: A Gradient Boosting Machine". The trees
of orders and amounts are factors of the closed form's forecast: they learn what it
gets wrong. One model serves all horizons, because the horizon is an input.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ml.encoder.threads import one_thread
from ml.forecasts.encoding import Encoding, fit_encoding
from ml.forecasts.samples import Sample
from ml.forecasts.trees import ROWS_TO_CHECK, Trees, read_trees
from ml.purchases.fitting import FitError

BOOSTING = {
    "max_iter": 60,
    "learning_rate": 0.12,
    "max_leaf_nodes": 4,
    "min_samples_leaf": 100,
    "early_stopping": False,
    "random_state": 7,
}
# Eight leaves see that a long silence means more for customers who bought often.
CHANCE = {**BOOSTING, "max_leaf_nodes": 8}
# Each forecast needs at least so many customers, and so many rows of either outcome.
FEWEST_TO_LEARN = 50
# A forecast of orders or amounts is at most so many times the closed form's.
LARGEST_FACTOR = 20.0


@dataclass(frozen=True)
class Learned:
    """A forecast that was learned.

    Attributes
    ----------
    target : str
        `chance`, `orders` or `amount`.
    encoding : Encoding
    trees : Trees
        Their sum is the log odds of a purchase, or the logarithm of the factor by which
        orders or amount differ from the closed form's.
    """

    target: str
    encoding: Encoding
    trees: Trees

    def forecast(self, columns: dict[str, np.ndarray], base: np.ndarray) -> np.ndarray:
        """Return the forecasts, (rows,).

        Parameters
        ----------
        columns : dict of input to (rows,) arrays
        base : (rows,) array
            What is corrected: orders or amounts. Not used for chances.
        """
        return self.forecast_matrix(self.encoding.encode(columns), base)

    def forecast_matrix(self, matrix: np.ndarray, base: np.ndarray) -> np.ndarray:
        """Return the forecasts of encoded rows, (rows, inputs)."""
        summed = self.trees.apply(matrix)
        if self.target == "chance":
            return expit(summed)
        limit = np.log(LARGEST_FACTOR)
        return base * np.exp(np.clip(summed, -limit, limit))


def fit_chance(sample: Sample) -> Learned:
    """Learn the chance of a purchase within the horizon.

    Raises
    ------
    FitError
        There are too few customers, nearly all bought, or nearly nobody did.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    bought = sample.later_days > 0
    what = "stayed away" if 2 * bought.sum() > len(bought) else "bought"
    require_outcomes(sample, min(bought.sum(), (~bought).sum()), what)
    encoding = fit_encoding(sample.numbers, sample.categories, bought)
    matrix = encoding.encode(sample.columns)
    with one_thread():
        model = HistGradientBoostingClassifier(**CHANCE).fit(matrix, bought)
        expected = model.decision_function(matrix[:ROWS_TO_CHECK])
    trees = read_trees(model, matrix, expected)
    return Learned("chance", encoding, trees)


def fit_orders(sample: Sample) -> Learned:
    """Learn the factor by which the days with a purchase differ from the closed form.

    The Poisson deviance with an offset: the outcome divided by the closed form's
    forecast, weighted by this forecast.

    Raises
    ------
    FitError
        There are too few customers, or nearly nobody bought.
    """
    require_outcomes(sample, (sample.later_days > 0).sum(), "bought")
    return fit_factor("orders", sample, sample.orders, sample.later_days, sample.orders)


def fit_amount(sample: Sample) -> Learned:
    """Learn the factor by which the amount per order differs from the closed form.

    Raises
    ------
    FitError
        There are too few customers, or nearly nobody bought.
    """
    paid = sample.later_amounts > 0
    require_outcomes(sample, paid.sum(), "bought")
    some = sample.take(paid)
    means = some.later_amounts / some.later_days
    highest = np.quantile(means / some.amount, HIGHEST_QUANTILE) * some.amount
    means = np.minimum(means, highest)
    return fit_factor("amount", some, some.amount, means, some.later_days)


# scikit-learn finds the bins of weighted rows one by one, which took four fifths of a
# training with the usual 255 bins.
WEIGHTED = {**BOOSTING, "max_bins": 63}
# Amounts vary more than numbers of orders, so their trees are fewer and coarser.
SETTINGS = {
    "orders": {**WEIGHTED, "loss": "poisson"},
    "amount": {**WEIGHTED, "loss": "gamma", "max_iter": 20, "min_samples_leaf": 200},
}
# Amounts above this quantile, compared with the closed form, count as this quantile:
# one large order would set the forecasts of many customers.
HIGHEST_QUANTILE = 0.99


def fit_factor(target, sample: Sample, base, outcome, weights) -> Learned:
    """Learn outcome / base, both (rows,) arrays."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    encoding = fit_encoding(sample.numbers, sample.categories, outcome)
    matrix = encoding.encode(sample.columns)
    with one_thread():
        model = HistGradientBoostingRegressor(**SETTINGS[target])
        model.fit(matrix, outcome / base, sample_weight=weights)
        expected = np.log(model.predict(matrix[:ROWS_TO_CHECK]))
    return Learned(target, encoding, read_trees(model, matrix, expected))


def require_outcomes(sample: Sample, followed: int, what: str) -> None:
    """Raise FitError if there are too few customers, or too few rows of one outcome."""
    customers = len(np.unique(sample.customers))
    if customers < FEWEST_TO_LEARN:
        raise FitError(
            f"it takes {FEWEST_TO_LEARN} customers to learn from, not {customers}"
        )
    if followed < FEWEST_TO_LEARN:
        raise FitError(
            f"{followed:,} of {len(sample.later_days):,} times a customer {what} in "
            f"the days after a past month end, and it takes {FEWEST_TO_LEARN} to learn "
            "from"
        )


FITS = {"chance": fit_chance, "orders": fit_orders, "amount": fit_amount}

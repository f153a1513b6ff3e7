"""Churn and revenue of the next 90 days, by gradient boosting.

Friedman 2001, "Greedy Function Approximation: A Gradient Boosting Machine". Churn is
calibrated by the method of Platt 1999 on customers that its trees have not seen.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ml.forecasts.encoding import Encoding, fit_encoding
from ml.forecasts.rows import HORIZON_DAYS, Rows
from ml.forecasts.trees import Trees, read_trees
from ml.purchases.fitting import FitError

# Trees of 4 leaves forecast churn best on the sample; on CDNOW, as well as trees of 8
# and 15 leaves, and faster.
BOOSTING = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 4,
    "min_samples_leaf": 100,
    "early_stopping": False,
    "random_state": 7,
}
FOLDS = 3
# The least number of customers, and of rows of either outcome, to learn from.
FEWEST_TO_LEARN = 50


@dataclass(frozen=True)
class Learned:
    """A fitted forecast.

    Attributes
    ----------
    target : str
        `churn` or `revenue`.
    encoding : Encoding
    trees : Trees
        Their sum is the log odds of churn, or the logarithm of the amount.
    slope, intercept : float
        Calibration: log odds = slope * trees + intercept.
    largest : float
        The largest amount in training, an upper limit of forecasts.
    """

    target: str
    encoding: Encoding
    trees: Trees
    slope: float
    intercept: float
    largest: float

    def forecast(self, rows: Rows) -> np.ndarray:
        """Return a chance, 0 to 1, or an amount in the currency, for each row."""
        return self.forecast_matrix(self.encoding.encode(rows.columns))

    def forecast_matrix(self, matrix: np.ndarray) -> np.ndarray:
        """Return the forecasts of encoded rows, (rows, inputs)."""
        summed = self.slope * self.trees.apply(matrix) + self.intercept
        if self.target == "churn":
            return expit(summed)
        return np.minimum(np.exp(np.minimum(summed, 700.0)), self.largest)


def fit_churn(rows: Rows) -> Learned:
    """Learn the chance of no purchase in the next 90 days.

    Raises
    ------
    FitError
        There are too few customers, nearly all churned, or nearly nobody did.
    """
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import GroupKFold
    from threadpoolctl import threadpool_limits

    churned = rows.churned
    what = "stayed away" if churned.mean() < 0.5 else "bought"
    require_outcomes(rows, min(churned.sum(), (~churned).sum()), what)
    encoding = fit_encoding(rows, churned)
    matrix = encoding.encode(rows.columns)
    # One fold has all dates of a customer: else the trees would know the customer.
    folds = GroupKFold(FOLDS).split(matrix, groups=rows.customers)
    # Several threads add up in another order each time: the last digits would differ.
    with threadpool_limits(limits=1):
        model = CalibratedClassifierCV(
            HistGradientBoostingClassifier(**BOOSTING),
            method="sigmoid",
            cv=[*folds],
            ensemble=False,
        ).fit(matrix, churned)
    (calibrated,) = model.calibrated_classifiers_
    (sigmoid,), trees = calibrated.calibrators, calibrated.estimator
    return Learned(
        "churn",
        encoding,
        read_trees(trees, matrix, trees.decision_function(matrix)),
        slope=-float(sigmoid.a_),
        intercept=-float(sigmoid.b_),
        largest=1.0,
    )


def fit_revenue(rows: Rows) -> Learned:
    """Learn the mean net sales of the next 90 days.

    The Poisson deviance keeps the total of the forecasts at the total of the outcomes.

    Raises
    ------
    FitError
        There are too few customers, or nearly nobody bought.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    amounts = np.maximum(rows.later_amount, 0.0)
    require_outcomes(rows, (amounts > 0).sum(), "bought")
    encoding = fit_encoding(rows, amounts)
    matrix = encoding.encode(rows.columns)
    with threadpool_limits(limits=1):
        model = HistGradientBoostingRegressor(loss="poisson", **BOOSTING)
        model.fit(matrix, amounts)
    trees = read_trees(model, matrix, np.log(model.predict(matrix)))
    return Learned("revenue", encoding, trees, 1.0, 0.0, float(amounts.max()))


def require_outcomes(rows: Rows, followed: int, what: str) -> None:
    """Raise FitError for too few customers, or too few rows of the rarer outcome."""
    customers = len(np.unique(rows.customers))
    if customers < FEWEST_TO_LEARN:
        raise FitError(
            f"it takes {FEWEST_TO_LEARN} customers to learn from, not {customers}"
        )
    if followed < FEWEST_TO_LEARN:
        raise FitError(
            f"{followed:,} of {len(rows):,} times a customer {what} in the "
            f"{HORIZON_DAYS} days after a past month end, and it takes "
            f"{FEWEST_TO_LEARN} to learn from"
        )


FITS = {"churn": fit_churn, "revenue": fit_revenue}

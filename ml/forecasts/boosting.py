"""Churn and revenue of the next 90 days, by gradient boosting.

Friedman 2001, "Greedy Function Approximation: A Gradient Boosting Machine". The chances
of churn are calibrated by the method of Platt 1999, on customers that the trees have
not seen.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ml.encoder.threads import one_thread
from ml.forecasts.encoding import Encoding, fit_encoding
from ml.forecasts.rows import HORIZON_DAYS, Rows
from ml.forecasts.trees import Trees, read_trees
from ml.purchases.fitting import FitError

# Trees of 4 leaves forecast churn best on the sample. On CDNOW they forecast it as well
# as trees of 8 and 15 leaves, and they are faster.
BOOSTING = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 4,
    "min_samples_leaf": 100,
    "early_stopping": False,
    "random_state": 7,
}
FOLDS = 3
# Each forecast needs at least so many customers to learn from. Churn needs as many rows
# of either outcome, and revenue needs as many rows with purchases.
FEWEST_TO_LEARN = 50


@dataclass(frozen=True)
class Learned:
    """A forecast that was learned.

    Attributes
    ----------
    target : str
        `churn` or `revenue`.
    encoding : Encoding
    trees : Trees
        The sum of the trees is the log odds of churn (not calibrated), or the logarithm
        of the amount.
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
        """Return a chance, 0 to 1, or an amount of money, for each row."""
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
        There are too few customers, nearly all churned, or nearly nobody churned.
    """
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import GroupKFold

    churned = rows.churned
    what = "stayed away" if churned.mean() < 0.5 else "bought"
    require_outcomes(rows, min(churned.sum(), (~churned).sum()), what)
    encoding = fit_encoding(rows, churned)
    matrix = encoding.encode(rows.columns)
    # All rows of a customer are in one fold, so that trees are not tested on a customer
    # from whom they learned.
    folds = GroupKFold(FOLDS).split(matrix, groups=rows.customers)
    with one_thread():
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
    """Learn the expected net sales of the next 90 days.

    With the Poisson deviance, the forecasts of the training rows have nearly the same
    total as their outcomes.

    Raises
    ------
    FitError
        There are too few customers, or nearly nobody bought.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    amounts = np.maximum(rows.later_amount, 0.0)
    require_outcomes(rows, (amounts > 0).sum(), "bought")
    encoding = fit_encoding(rows, amounts)
    matrix = encoding.encode(rows.columns)
    with one_thread():
        model = HistGradientBoostingRegressor(loss="poisson", **BOOSTING)
        model.fit(matrix, amounts)
    trees = read_trees(model, matrix, np.log(model.predict(matrix)))
    return Learned("revenue", encoding, trees, 1.0, 0.0, float(amounts.max()))


def require_outcomes(rows: Rows, followed: int, what: str) -> None:
    """Raise FitError if there are too few customers, or too few rows of one outcome."""
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

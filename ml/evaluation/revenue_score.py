"""A score made for later revenue alone: what segments could explain at most."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold, cross_val_score

from ml.encoder.expected_value import RIDGE_PENALTIES
from ml.encoder.threads import one_thread
from ml.metrics import log_revenue

# Those of the forecasts would do as well, but then a change of the forecasts would move
# the ceiling by which segments are judged.
BOOSTING = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 4,
    "min_samples_leaf": 100,
    "early_stopping": False,
    "random_state": 7,
}
FOLDS = 5
# Five folds of fewer customers leave too few to learn from.
FEWEST_TO_LEARN = 50


class NoScoreError(ValueError):
    """Why later revenue cannot be learned."""


def fit_revenue_score(inputs: np.ndarray, later_amounts: np.ndarray, seed: int):
    """Fit a ridge regression or boosted trees to later log revenue.

    The one with the smaller squared error in five-fold cross-validation is used.

    Parameters
    ----------
    inputs : (customers, inputs) array
        Prepared features as of an earlier date.
    later_amounts : (customers,) array
        The net sales of each customer since that date.
    seed : int
        Decides the folds.

    Returns
    -------
    RidgeCV or HistGradientBoostingRegressor
        Fitted; `predict` returns log revenue.

    Raises
    ------
    NoScoreError
        Fewer than 50 customers, or all of them bought for the same amount.
    """
    if len(inputs) < FEWEST_TO_LEARN:
        raise NoScoreError(
            f"a score of later revenue learns from at least {FEWEST_TO_LEARN} customers"
            f" of an earlier date, and there are {len(inputs)}"
        )
    logged = log_revenue(later_amounts)
    if logged.std() < 1e-9:
        raise NoScoreError(
            "all customers of the earlier date spent the same in the period after it"
        )
    candidates = RidgeCV(RIDGE_PENALTIES), HistGradientBoostingRegressor(**BOOSTING)
    folds = KFold(FOLDS, shuffle=True, random_state=seed)
    # Several threads add up in a different order each time, which changes the last
    # digits.
    with one_thread():
        explained = [
            cross_val_score(one, inputs, logged, cv=folds).mean() for one in candidates
        ]
        # Rounded, because the last digits depend on the processor.
        best = candidates[int(np.argmax(np.round(explained, 6)))]
        return best.fit(inputs, logged)

"""What customers should bring, as a weighted sum of the encoder's inputs."""

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from ml.metrics import log_revenue

# Standard deviation of the expected value among features of about 1, were it a
# perfect forecast. At 2.5 segmentations of two samples (CDNOW, k=5) agreed by
# an adjusted Rand index of .81 only, at 3.5 by .93 and more.
VALUE_WEIGHT = 3.5
RIDGE_PENALTIES = np.logspace(-1, 5, 13)


@dataclass(frozen=True)
class ExpectedValue:
    """What the next months should bring, as a weighted sum of the inputs.

    Attributes
    ----------
    weights : (inputs,) array
    bias : float
    """

    weights: np.ndarray
    bias: float

    def forecast(self, inputs: np.ndarray) -> np.ndarray:
        """Return one number for each customer, shape (customers,)."""
        return inputs @ self.weights + self.bias


def fit_expected_value(inputs, past_inputs, past_values) -> ExpectedValue | None:
    """Fit a ridge regression of the logarithm of later values on past inputs.

    The result has, among today's customers, mean 0 and spread `VALUE_WEIGHT`
    times the correlation that leaving each customer out in turn shows: a
    forecast counts for as much as it can be trusted. The penalty is chosen by
    the same leave-one-out error (Golub, Heath & Wahba 1979).

    Parameters
    ----------
    inputs : (customers, features) array
    past_inputs : (past customers, features) array or None
    past_values : (past customers,) array or None

    Returns
    -------
    ExpectedValue or None
        None without a past, or where it forecasts nothing.
    """
    from sklearn.linear_model import RidgeCV

    if past_inputs is None or past_values is None or len(past_values) < 2:
        return None
    logged = log_revenue(past_values)
    if logged.std() < 1e-9:
        return None
    # More threads would add up in another order, and change the last digits.
    with threadpool_limits(limits=1):
        model = RidgeCV(RIDGE_PENALTIES).fit(
            past_inputs, (logged - logged.mean()) / logged.std()
        )
        forecast = model.predict(inputs)
    explained = 1.0 + model.best_score_
    if explained <= 0 or forecast.std() < 1e-9:
        return None
    scale = VALUE_WEIGHT * np.sqrt(explained) / forecast.std()
    return ExpectedValue(
        model.coef_ * scale, float(model.intercept_ - forecast.mean()) * scale
    )

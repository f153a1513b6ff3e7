"""Find the parameters with the largest likelihood, all of them above 0."""

import numpy as np
from scipy.optimize import minimize

# Parameters at or near these mean that the data do not tell them.
SMALLEST, LARGEST = 1e-6, 1e6


class NoFit(ValueError):
    """Why a model cannot be fitted, in a sentence."""


def maximise(likelihood, starts, customers: float) -> tuple[np.ndarray, float]:
    """Return the best parameters found from several starts, and their likelihood.

    The search runs over logarithms, so that no parameter leaves its range.

    Parameters
    ----------
    likelihood : callable
        From (parameters,) to the log likelihood and its gradient, (parameters,).
    starts : sequence of sequences of float
    customers : float
        How many there are: the search sees the mean.

    Returns
    -------
    parameters : (parameters,) array
    log_likelihood : float
        Not finite where no start led anywhere.
    """

    def cost(logs):
        value, gradient = likelihood(np.exp(logs))
        return -value / customers, -gradient * np.exp(logs) / customers

    options = {"ftol": 1e-14, "gtol": 1e-9, "maxiter": 2000}
    bounds = [(np.log(SMALLEST), np.log(LARGEST))] * len(starts[0])
    fits = [
        minimize(cost, np.log(start), jac=True, bounds=bounds, options=options)
        for start in starts
    ]
    best = min(fits, key=lambda fit: fit.fun if np.isfinite(fit.fun) else np.inf)
    return np.exp(best.x), -best.fun * customers

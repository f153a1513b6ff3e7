"""Find the parameters with the largest likelihood, all of them above 0.

Every search runs over logarithms, so that no parameter leaves its range, and sees the
mean of the customers, so that its tolerances mean the same for few and for many.
"""

import numpy as np
from scipy.optimize import minimize

# Parameters at or near these mean that the data do not tell them.
SMALLEST, LARGEST = 1e-6, 1e6
# Newton's steps, in logarithms: so many at most; the last one; too far for a maximum
# that is near.
STEPS, SHORTEST_STEP, LONGEST_STEP = 20, 1e-8, 0.5
# For differences of gradients.
SMALL_STEP = 1e-5


class FitError(ValueError):
    """Why a model cannot be fitted, in a sentence."""


def maximise(likelihood, starts, customers: float) -> tuple[np.ndarray, float]:
    """Return the best parameters found from several starts, and their likelihood.

    Parameters
    ----------
    likelihood : callable
        From (parameters,) to the log likelihood and its gradient, (parameters,).
    starts : sequence of sequences of float
    customers : float
        How many there are.

    Returns
    -------
    parameters : (parameters,) array
    log_likelihood : float
        Not finite where no start led anywhere.
    """
    options = {"ftol": 1e-14, "gtol": 1e-9, "maxiter": 2000}
    bounds = [(np.log(SMALLEST), np.log(LARGEST))] * len(starts[0])
    cost = mean_cost(likelihood, customers)
    fits = [
        minimize(cost, np.log(start), jac=True, bounds=bounds, options=options)
        for start in starts
    ]
    best = min(fits, key=lambda fit: fit.fun if np.isfinite(fit.fun) else np.inf)
    return np.exp(best.x), -best.fun * customers


def maximise_from_some(some, many, starts) -> tuple[np.ndarray, float]:
    """Return the same of many customers, of whom some are looked at first.

    Some tell nearly where the maximum of all is, and how curved it is there: two or
    three of Newton's steps lead to where it is exactly. Where they lead nowhere, all
    are searched from the starts.

    Parameters
    ----------
    some, many : tuple of (callable, float)
        A likelihood and how many customers it is of, as `maximise` takes them.
    starts : sequence of sequences of float
    """
    found, _ = maximise(some[0], starts, some[1])
    logs, cost, curvature = np.log(found), mean_cost(*many), curve(*some, found)
    is_inside = found.min() > 2 * SMALLEST and found.max() < LARGEST / 2
    is_curved = np.isfinite(curvature).all()
    for _ in range(STEPS if is_inside and is_curved else 0):
        value, gradient = cost(logs)
        step = np.linalg.lstsq(curvature, gradient)[0]
        if np.abs(step).max() <= SHORTEST_STEP:
            return np.exp(logs), -value * many[1]
        if not np.abs(step).max() <= LONGEST_STEP:
            break
        logs = logs - step
    return maximise(many[0], starts, many[1])


def curve(likelihood, customers: float, parameters: np.ndarray) -> np.ndarray:
    """Return second derivatives by logarithms, (parameters, parameters)."""
    cost, logs = mean_cost(likelihood, customers), np.log(parameters)
    steps = SMALL_STEP * np.eye(len(logs))
    return np.array([cost(logs + step)[1] - cost(logs - step)[1] for step in steps]) / (
        2 * SMALL_STEP
    )


def mean_cost(likelihood, customers: float):
    """Return what is to be minimised: a function of logarithms, with its gradient."""

    def cost(logs):
        value, gradient = likelihood(np.exp(logs))
        return -value / customers, -gradient * np.exp(logs) / customers

    return cost

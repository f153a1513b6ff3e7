"""Find the positive parameters with the largest likelihood.

The search runs over logarithms, which keeps parameters positive. It maximises the mean
over customers, so that its tolerances do not depend on their number.
"""

import numpy as np
from scipy.optimize import minimize

# A parameter at or near these bounds is not determined by the data.
SMALLEST, LARGEST = 1e-6, 1e6
# Newton's steps, in logarithms: the largest number of steps; the length of a step at
# which the search ends; the length above which no maximum is near.
STEPS, SHORTEST_STEP, LONGEST_STEP = 20, 1e-8, 0.5
# Distance of the gradients that give a second derivative.
SMALL_STEP = 1e-5


class FitError(ValueError):
    """Why a model cannot be fitted, in a sentence."""


def maximise(likelihood, starts, customers: float) -> tuple[np.ndarray, float]:
    """Return the best parameters from several starts, and their likelihood.

    Parameters
    ----------
    likelihood : callable
        From (parameters,) to the log likelihood and its gradient, (parameters,).
    starts : sequence of sequences of float
    customers : float
        Number of customers.

    Returns
    -------
    parameters : (parameters,) array
    log_likelihood : float
        Not finite if every start fails.
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
    """Maximise the likelihood of many customers, after a search among some of them.

    `some` and `many` are each a likelihood and its number of customers, as for
    `maximise`. Some customers show nearly where the maximum is, and its curvature: two
    or three of Newton's steps on all customers then find it exactly. If these steps
    fail, all customers are searched from the starts.
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
    """Return the second derivatives by logarithms, (parameters, parameters)."""
    cost, logs = mean_cost(likelihood, customers), np.log(parameters)
    steps = SMALL_STEP * np.eye(len(logs))
    return np.array([cost(logs + step)[1] - cost(logs - step)[1] for step in steps]) / (
        2 * SMALL_STEP
    )


def mean_cost(likelihood, customers: float):
    """Return the function of logarithms to minimise, with its gradient."""

    def cost(logs):
        value, gradient = likelihood(np.exp(logs))
        return -value / customers, -gradient * np.exp(logs) / customers

    return cost

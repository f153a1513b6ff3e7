"""Find the positive parameters of the largest likelihood.

The search varies the logarithms of parameters, so that parameters stay positive. It
maximises the mean over the customers, so that the tolerances of the search do not
depend on the number of customers.
"""

import numpy as np
from scipy.optimize import minimize

# If a parameter is at or near one of these bounds, the data do not determine it.
SMALLEST, LARGEST = 1e-6, 1e6
# Newton's method, in logarithms of parameters: the largest number of steps; the length
# of a step at which the search ends; the length of a step that shows no maximum is
# near.
STEPS, SHORTEST_STEP, LONGEST_STEP = 20, 1e-8, 0.5
# A second derivative is the difference of two gradients. Each is computed so far from
# the point, on either side.
SMALL_STEP = 1e-5


class FitError(ValueError):
    """A model cannot be fitted; the message is a sentence that says why."""


def maximise(likelihood, starts, customers: float) -> tuple[np.ndarray, float]:
    """Return the best parameters of searches from several starts, and their likelihood.

    Parameters
    ----------
    likelihood : callable
        Takes parameters, (parameters,), and returns their log likelihood and its
        gradient, (parameters,).
    starts : sequence of sequences of float
    customers : float
        Number of customers.

    Returns
    -------
    parameters : (parameters,) array
    log_likelihood : float
        Not finite if the search from every start fails.
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

    `some` and `many` are pairs of a likelihood and its number of customers, as
    `maximise` takes them. The likelihood of some customers shows roughly where the
    maximum is, and how it curves there. From there, three or four of Newton's steps
    with the likelihood of all customers find the maximum. If these steps fail, the
    search begins again from `starts` with all customers.
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
    """Return the second derivatives by the logarithms, (parameters, parameters)."""
    cost, logs = mean_cost(likelihood, customers), np.log(parameters)
    steps = SMALL_STEP * np.eye(len(logs))
    return np.array([cost(logs + step)[1] - cost(logs - step)[1] for step in steps]) / (
        2 * SMALL_STEP
    )


def mean_cost(likelihood, customers: float):
    """Return the function to minimise: from logarithms to cost and gradient."""

    def cost(logs):
        value, gradient = likelihood(np.exp(logs))
        return -value / customers, -gradient * np.exp(logs) / customers

    return cost

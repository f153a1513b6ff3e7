"""Choose the method of each target and horizon by its error on later customers."""

import numpy as np

from ml.forecasts.methods import CLOSED, LAST, MEAN, METHODS, TARGETS
from ml.forecasts.trials import Trial
from ml.purchases.purchase_model import HORIZONS


def choose(trials: list[Trial], possible: set[tuple[str, str]]) -> dict:
    """Return the method of each target and horizon.

    It is the method with the least error over all cuts that test the horizon. The
    errors of a cut are divided by their smallest, so that no cut weighs more than
    another. A method whose squared error is above that of the mean or of the last
    period, by more than a standard error, is not used. A horizon without a test takes
    the method of the next shorter one. Without any test it is the closed form, or the
    mean.

    Parameters
    ----------
    trials : list of Trial
    possible : set of (target, method)
        What can be forecast for today's customers.
    """
    chosen = {}
    for target in TARGETS:
        asked = [one for one in METHODS[target] if (target, one) in possible]
        default = CLOSED if CLOSED in asked else MEAN
        for days in HORIZONS:
            cuts = cuts_of(trials, target, days, asked)
            if cuts:
                allowed = [one for one in asked if not loses(one, cuts)]
                default = min(allowed, key=lambda one: relative_error(one, cuts))
            chosen[target, days] = default
    return chosen


def cuts_of(trials, target: str, days: int, asked: list[str]) -> list[dict[str, Trial]]:
    """Return per cut the trial of each method, of cuts where all methods were tried."""
    found = {}
    for one in trials:
        if (one.target, one.days) == (target, days):
            found.setdefault(one.cut, {})[one.method] = one
    return [one for one in found.values() if {*asked} <= one.keys()]


def relative_error(method: str, cuts: list[dict[str, Trial]]) -> float:
    """Return the mean error of a method, as a multiple of the least error of a cut."""
    return float(
        np.mean(
            [
                one[method].error / max(min(x.error for x in one.values()), 1e-12)
                for one in cuts
            ]
        )
    )


def loses(method: str, cuts: list[dict[str, Trial]]) -> bool:
    """Return whether a method is worse than the simplest two by a standard error."""
    for simple in {MEAN, LAST} - {method}:
        gaps = np.concatenate(
            [one[method].squared_errors - one[simple].squared_errors for one in cuts]
        )
        if method not in (MEAN, LAST) and gaps.mean() > gaps.std() / np.sqrt(len(gaps)):
            return True
    return False

"""How far totals of all customers were off in the tests, for each horizon.

Luck of single customers cancels out in a total; what is left is the level of all
forecasts: a season, a growth or a crisis that nothing before the cut told. There are at
most three cuts, so a lucky one must not promise a narrow interval. The variance is
therefore that of the tests and of one more test, and the interval has the quantiles of
Student's t, as for a variance that is itself estimated (a normal error with a scaled
inverse chi-squared prior; Gelman et al. 2013, "Bayesian Data Analysis", section 2.6).
"""

import numpy as np
from scipy.special import ndtri, stdtrit

from ml.forecasts.intervals import FEWEST_BUYERS, WANTED
from ml.purchases.purchase_model import HORIZONS

# The error of the one more test: the largest that benchmarks/FORECASTS.md wants.
EXPECTED_ERROR = 0.2


def measure_levels(tested: list[dict]) -> dict[int, float]:
    """Return for each horizon the deviation of the logarithm of totals.

    It is the standard deviation of a normal error whose 80 % interval is as wide as
    that of the t distribution. A horizon without a test has the errors of the next
    shorter one, as those of a level that wanders: they grow with the root of the days.

    Parameters
    ----------
    tested : list of dict of int to Compared
        For each cut, by horizon in days.
    """
    found, errors, days_of_errors = {}, [], None
    for days in HORIZONS:
        own = [error_of(test[days]) for test in tested if days in test]
        own = [error for error in own if error is not None]
        if own:
            errors, days_of_errors = np.array(own), days
        if len(errors):
            grown = errors * np.sqrt(days / days_of_errors)
            found[days] = deviation_of(grown)
    return found


def error_of(one) -> float | None:
    """Return the logarithm of what came divided by what was forecast, in total.

    None if fewer than 50 customers bought, as then luck decides, or if nothing was
    forecast.
    """
    known = ~np.isnan(one.revenue)
    forecast, actual = one.revenue[known].sum(), one.actual[known].sum()
    if (one.actual[known] > 0).sum() < FEWEST_BUYERS or forecast <= 0:
        return None
    return float(np.log(actual / forecast))


def deviation_of(errors: np.ndarray) -> float:
    """Return the deviation of the next error, from those of (tests,).

    The errors are around 0 and not around their mean, so that a bias counts.
    """
    freedom = len(errors) + 1
    variance = (EXPECTED_ERROR**2 + (errors**2).sum()) / freedom
    upper = (1 + WANTED) / 2
    return float(np.sqrt(variance) * stdtrit(freedom, upper) / ndtri(upper))

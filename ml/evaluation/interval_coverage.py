"""Whether later revenue lay in the intervals that were forecast for it.

An interval holds the wanted share of the customers from whom it was made. So its
coverage is measured on other outcomes: those after a later cut, or of other customers.
"""

from datetime import date, timedelta
from hashlib import md5

import numpy as np

from ml.forecasts.coherence import cohere
from ml.forecasts.intervals import Spread, calibrate
from ml.forecasts.methods import TARGETS
from ml.forecasts.trials import Tried
from ml.purchases.purchase_model import HORIZONS


def find_inside(tests: list[Tried], chosen: dict) -> dict[tuple[date, int], np.ndarray]:
    """Return per cut and horizon whether the revenue of customers lay in the interval.

    Parameters
    ----------
    tests : list of Tried
        By ascending cut.
    chosen : dict of (target, days) to method
        The methods that make the forecasts.

    Returns
    -------
    dict of (cut, days) to (customers,) arrays
        1 for inside, 0 for outside, NaN for a customer without an interval.
    """
    found, spreads = {}, {}
    for test in tests:
        cut, highest = test.later.dates[0].astype(date), None
        for days, (chance, revenue) in forecast_used(test, chosen).items():
            actual = test.later.later(days)[1]
            spread = find_earlier(spreads, cut, days)
            if spread:
                ends = np.array(spread.interval(chance, revenue))
            else:
                ends = split_intervals(test.later.customers, chance, revenue, actual)
            # As in customer_forecasts, the ends do not fall as the period grows.
            highest = ends if highest is None else np.fmax(ends, highest)
            low, high = highest
            inside = ((low <= actual) & (actual <= high)).astype(float)
            found[cut, days] = np.where(np.isnan(low), np.nan, inside)
            spreads[cut, days] = calibrate(chance, revenue, actual)
    return found


def forecast_used(test: Tried, chosen: dict) -> dict[int, tuple]:
    """Return chance and revenue, (customers,) each, per horizon that the cut tests.

    They are made to agree with each other, as in `customer_forecasts`. The first
    horizon that a chosen method cannot forecast at this cut is the end.
    """
    tested, columns = {one.days for one in test.trials}, {}
    for days in [one for one in HORIZONS if one in tested]:
        by_target = [
            test.forecaster.forecast(chosen[target, days], target, test.asked, days)
            for target in TARGETS
        ]
        if any(one is None for one in by_target):
            break
        columns[days] = by_target
    if not columns:
        return {}
    chance, _, _, revenue = cohere(*np.array([*columns.values()]).transpose(1, 2, 0))
    return dict(zip(columns, zip(chance.T, revenue.T, strict=True), strict=True))


def find_earlier(spreads: dict, cut: date, days: int) -> Spread | None:
    """Return the last spread of a horizon whose outcomes were known at the cut."""
    known = [
        (before, spread)
        for (before, of), spread in spreads.items()
        if of == days and before + timedelta(days) <= cut and spread
    ]
    return max(known, key=lambda one: one[0])[1] if known else None


def split_intervals(customers, chance, revenue, actual) -> np.ndarray:
    """Return ends of intervals, (2, customers), that come from the other customers.

    A hash of the id divides the customers into halves. Each half gets the spread of the
    other one, and NaN if too few of the others bought.
    """
    is_first = np.array([md5(one.encode()).digest()[-1] % 2 == 0 for one in customers])
    ends = np.full((2, len(customers)), np.nan)
    for half in (is_first, ~is_first):
        spread = calibrate(chance[~half], revenue[~half], actual[~half])
        if spread:
            ends[:, half] = spread.interval(chance[half], revenue[half])
    return ends

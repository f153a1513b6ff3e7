"""How far revenue lay from its forecast in the tests, for each horizon."""

from dataclasses import dataclass

import numpy as np

from ml.forecasts.coherence import cohere
from ml.forecasts.intervals import Spread, calibrate
from ml.forecasts.levels import measure_levels
from ml.forecasts.methods import TARGETS
from ml.forecasts.trials import Tried
from ml.purchases.purchase_model import HORIZONS


@dataclass(frozen=True)
class Compared:
    """What was forecast of the customers of a cut, and what came, (customers,) arrays.

    Attributes
    ----------
    chance, revenue : arrays
        By the methods that are used, as coherent as the forecasts of today.
    actual : array
        Net sales, at least 0.
    """

    chance: np.ndarray
    revenue: np.ndarray
    actual: np.ndarray


@dataclass(frozen=True)
class Doubt:
    """How far revenue lay from its forecast, by horizon in days.

    Attributes
    ----------
    spreads : dict of int to Spread
        That of single customers.
    levels : dict of int to float
        That of all customers together, as in `measure_levels`.
    """

    spreads: dict[int, Spread]
    levels: dict[int, float]


def measure_doubt(tests: list[Tried], chosen: dict) -> Doubt:
    """Return how far revenue lay from its forecast, for each horizon with a spread."""
    tested = [forecasts_of(test, chosen) for test in tests]
    spreads = measure_spreads(tested)
    return Doubt(spreads, measure_levels(tested) if spreads else {})


def measure_spreads(tested: list[dict[int, Compared]]) -> dict[int, Spread]:
    """Return how far revenue of customers lay from its forecast, for each horizon.

    The spread of a horizon comes from the last cut that tests it. A horizon without a
    test has that of the next shorter one.

    Parameters
    ----------
    tested : list of dict of int to Compared
        For each cut, in the order of time, by horizon in days.
    """
    found = {}
    for test in tested:
        for days, one in test.items():
            spread = calibrate(one.chance, one.revenue, one.actual)
            if spread:
                found[days] = spread
    for days, longer in zip(HORIZONS, HORIZONS[1:], strict=False):
        if longer not in found and days in found:
            found[longer] = found[days]
    return found


def forecasts_of(test: Tried, chosen: dict) -> dict[int, Compared]:
    """Return what was forecast and what came, for the horizons that a cut tests."""
    forecasts = {
        days: [
            test.forecaster.forecast(chosen[target, days], target, test.asked, days)
            for target in TARGETS
        ]
        for days in sorted({one.days for one in test.trials})
    }
    # A method that another cut chose may not have been possible at this one.
    days_tested = [
        days
        for days, found in forecasts.items()
        if all(one is not None for one in found)
    ]
    if not days_tested:
        return {}
    columns = np.transpose([forecasts[days] for days in days_tested], (1, 2, 0))
    chance, _, _, revenue = cohere(*columns)
    return {
        days: Compared(chance[:, place], revenue[:, place], test.later.later(days)[1])
        for place, days in enumerate(days_tested)
    }

"""How far revenue lay from its forecast in the tests, for each horizon."""

import numpy as np

from ml.forecasts.coherence import cohere
from ml.forecasts.intervals import Spread, calibrate
from ml.forecasts.methods import TARGETS
from ml.forecasts.trials import Tried
from ml.purchases.purchase_model import HORIZONS


def measure_spreads(tests: list[Tried], chosen: dict) -> dict[int, Spread]:
    """Return how far revenue lay from its forecast, for each horizon.

    The spread of a horizon comes from the last cut that tests it. A horizon without a
    test has that of the next shorter one.
    """
    found = {}
    for test in tests:
        for days, spread in spreads_of(test, chosen).items():
            found[days] = spread
    for days, longer in zip(HORIZONS, HORIZONS[1:], strict=False):
        if longer not in found and days in found:
            found[longer] = found[days]
    return found


def spreads_of(test: Tried, chosen: dict) -> dict[int, Spread]:
    """Return the spreads of the horizons that a cut tests."""
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
    found = {}
    for place, days in enumerate(days_tested):
        actual = test.later.later(days)[1]
        spread = calibrate(chance[:, place], revenue[:, place], actual)
        if spread:
            found[days] = spread
    return found

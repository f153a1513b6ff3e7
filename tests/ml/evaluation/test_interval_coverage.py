"""An interval is never made from the outcomes that it is measured on."""

from datetime import date

import numpy as np

from ml.evaluation.interval_coverage import find_earlier, split_intervals
from ml.forecasts.intervals import Spread

SIZE = 4000
RANDOM = np.random.default_rng(5)
CUSTOMERS = np.array([f"c{number}" for number in range(SIZE)])
CHANCE = np.full(SIZE, 0.97)
REVENUE = RANDOM.gamma(4.0, 25.0, SIZE)
BOUGHT = RANDOM.random(SIZE) < CHANCE
ACTUAL = np.where(BOUGHT, REVENUE * RANDOM.gamma(3.0, 1 / 3, SIZE), 0.0)


def test_intervals_from_the_other_half_hold_the_wanted_share():
    low, high = split_intervals(CUSTOMERS, CHANCE, REVENUE, ACTUAL)
    inside = ((low <= ACTUAL) & (ACTUAL <= high)).mean()
    assert 0.77 < inside < 0.83


def test_the_own_outcome_does_not_move_the_interval_but_others_do():
    before = split_intervals(CUSTOMERS, CHANCE, REVENUE, ACTUAL)
    ends = split_intervals(CUSTOMERS, CHANCE, REVENUE, ACTUAL * (CUSTOMERS == "c7"))
    assert np.isnan(ends).all()
    # Only the half without c7 sees that the outcomes of the half with c7 change.
    changed = ACTUAL.copy()
    changed[7] *= 1000
    moved = (split_intervals(CUSTOMERS, CHANCE, REVENUE, changed) != before).any(axis=0)
    assert moved.any()
    assert not moved[7]
    assert 0.4 < moved.mean() < 0.6


def test_only_a_cut_whose_outcomes_were_known_lends_its_interval():
    first, second = (
        Spread([], [[0.0, 1.0]], 0.1, level, [1.0]) for level in (0.8, 0.9)
    )
    spreads = {
        (date(2024, 1, 1), 90): first,
        (date(2024, 4, 1), 90): second,
        (date(2024, 5, 1), 90): None,
    }
    assert find_earlier(spreads, date(2024, 4, 1), 90) is first
    assert find_earlier(spreads, date(2024, 5, 1), 90) is first
    assert find_earlier(spreads, date(2024, 9, 1), 90) is second
    assert find_earlier(spreads, date(2024, 3, 1), 90) is None
    assert find_earlier(spreads, date(2024, 9, 1), 30) is None

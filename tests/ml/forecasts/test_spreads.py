"""Each horizon has the spread of the last cut that tests it, if there is one."""

from datetime import date

import numpy as np
import pytest

from ml.forecasts.intervals import calibrate
from ml.forecasts.methods import CLOSED, LAST, MEAN, TARGETS, Asked, Forecaster
from ml.forecasts.spreads import forecasts_of, measure_doubt, measure_spreads
from ml.forecasts.trials import Trial, Tried
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.customers import NO_CLOSED_FORMS, make_rows

EARLY, LATE = date(2024, 1, 1), date(2024, 7, 1)
CHOSEN = {(target, days): MEAN for target in TARGETS for days in HORIZONS}
FORECASTER = Forecaster(
    {
        (target, days): mean * days / 30
        for target, mean in {"chance": 0.05, "orders": 0.2, "revenue": 9.0}.items()
        for days in HORIZONS
    }
)


def tried(cut, horizons, seed=1, size=400):
    """Return a cut that tests some horizons by the mean; no closed form is known."""
    later = make_rows(seed, size)
    asked = Asked(later.numbers, later.categories, {})
    nothing = np.zeros(size)
    trials = [
        Trial(cut, target, days, MEAN, nothing, nothing)
        for target in TARGETS
        for days in horizons
    ]
    return Tried(trials, FORECASTER, asked, later, NO_CLOSED_FORMS)


def spread_at(one, days):
    """Return the spread of the means around the outcomes of a cut."""
    size = len(one.later)
    chance, _, revenue = (
        np.full(size, FORECASTER.mean(target, days)) for target in TARGETS
    )
    return calibrate(chance, revenue, one.later.later(days)[1])


def spreads_of(tests, chosen):
    """Return the spreads of tests of methods that were chosen."""
    return measure_spreads([forecasts_of(one, chosen) for one in tests])


def test_a_spread_is_that_of_the_last_cut_that_tests_the_horizon():
    early, late = tried(EARLY, HORIZONS), tried(LATE, HORIZONS[:2], seed=2)
    found = spreads_of([early, late], CHOSEN)
    assert found == {
        **{days: spread_at(late, days) for days in (30, 90)},
        **{days: spread_at(early, days) for days in (180, 365)},
    }


def test_a_horizon_without_a_test_has_the_spread_of_the_shorter_one():
    late = tried(LATE, (30, 90))
    found = spreads_of([late], CHOSEN)
    assert found[180] == found[365] == spread_at(late, 90)


def test_without_tests_or_buyers_there_is_no_spread():
    assert spreads_of([], CHOSEN) == {}
    assert spreads_of([tried(LATE, HORIZONS, size=60)], CHOSEN) == {}


@pytest.mark.parametrize("days", HORIZONS)
def test_a_cut_where_the_chosen_method_was_not_possible_is_left_out(days):
    """The closed form was chosen by another cut."""
    early, late = tried(EARLY, HORIZONS), tried(LATE, HORIZONS, seed=2)
    with_closed = CHOSEN | {("orders", days): CLOSED, ("chance", days): LAST}
    found = spreads_of([early, late], with_closed)
    others = {*HORIZONS} - {days}
    assert {one: found[one] for one in others} == {
        one: spread_at(late, one) for one in others
    }
    assert found.get(days) == (None if days == 30 else found[shorter(days)])


def test_without_a_spread_there_is_no_level_either():
    few, many = (tried(LATE, HORIZONS[:2], size=size) for size in (60, 400))
    assert measure_doubt([few], CHOSEN).levels == {}
    doubt = measure_doubt([many], CHOSEN)
    assert doubt.levels.keys() == doubt.spreads.keys() == {*HORIZONS}


def shorter(days):
    """Return the horizon before."""
    return HORIZONS[HORIZONS.index(days) - 1]

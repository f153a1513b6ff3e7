"""Four of five customers spend an amount within their interval."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.forecasts.intervals import Spread, calibrate, relative_square
from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA, to_spreads
from ml.purchases.purchase_model import HORIZONS

UNKNOWN = [None] * len(HORIZONS)


def gamma(random, size):
    return random.gamma(1.5, 1 / 1.5, size)


def lognormal(random, size):
    return np.exp(random.normal(-0.5, 1.0, size))


def simulate(ratios, seed, size=8_000):
    """Return chances and expected revenue of customers, and what they spent.

    The forecasts are right in the mean, or too high by a half.
    """
    random = np.random.default_rng(seed)
    chance = random.beta(1, 2, size)
    revenue = chance * np.exp(random.normal(3, 1, size))
    amount = revenue / chance * ratios(random, size)
    actual = np.where(random.random(size) < chance, amount, 0.0)
    return chance, revenue * (1.5 if seed % 2 else 1.0), actual


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ratios", [gamma, lognormal])
def test_an_interval_holds_four_fifths_of_later_customers(ratios, seed):
    spread = calibrate(*simulate(ratios, seed))
    chance, revenue, actual = simulate(ratios, seed + 100)
    random = np.random.default_rng(seed)
    levels = spread.level(actual, chance, revenue, random)
    assert 0.77 < ((levels >= spread.low) & (levels <= spread.high)).mean() < 0.83


@pytest.mark.parametrize("ratios", [gamma, lognormal])
def test_an_interval_holds_four_fifths_of_those_who_surely_buy(ratios):
    random = np.random.default_rng(5)

    def draw():
        revenue = random.uniform(10, 1_000, 5_000)
        return np.ones(5_000), revenue, revenue * ratios(random, 5_000)

    spread = calibrate(*draw())
    chance, revenue, actual = draw()
    low, high = spread.interval(chance, revenue)
    assert 0.77 < ((low <= actual) & (actual <= high)).mean() < 0.83


SPREAD = calibrate(*simulate(gamma, 0))
CHANCES = st.lists(st.just(0.0) | st.floats(1e-6, 1), min_size=1, max_size=9).map(
    np.array
)


@given(CHANCES, st.just(0.0) | st.floats(0.01, 1e6), st.floats(0.01, 100))
def test_ends_are_in_order_and_grow_with_revenue(chance, revenue, factor):
    revenue = np.full(len(chance), revenue)
    low, high = SPREAD.interval(chance, revenue)
    assert (0 <= low).all() and (low <= high).all()
    for end, scaled in zip(
        (low, high), SPREAD.interval(chance, factor * revenue), strict=True
    ):
        np.testing.assert_allclose(scaled, factor * end, rtol=1e-9)


@given(st.integers(0, 99))
def test_an_outcome_lies_at_its_own_level(seed):
    chance, revenue, actual = simulate(gamma, seed, size=200)
    levels = SPREAD.level(actual, chance, revenue, np.random.default_rng(seed))
    found = SPREAD.quantile(levels, chance, revenue)
    nearest, farthest = max(map(min, SPREAD.ratios)), min(map(max, SPREAD.ratios))
    ratio = actual * chance / revenue
    inside = (actual == 0) | ((ratio > nearest) & (ratio < farthest))
    known = inside & (levels < 1)
    assert known.sum() > 150
    np.testing.assert_allclose(found[known], actual[known], rtol=1e-6)


def test_who_surely_stays_away_has_an_interval_of_0():
    assert SPREAD.interval(np.zeros(1), np.zeros(1)) == (0, 0)


def test_without_a_forecast_there_is_no_interval():
    ends = SPREAD.interval(np.array([np.nan, 0.5, 0.5]), np.array([1.0, np.nan, 9.0]))
    assert np.isnan(ends).tolist() == [[True, True, False]] * 2


@pytest.mark.parametrize("buyers", [0, 49, 50])
def test_it_takes_50_buyers(buyers):
    chance, revenue = np.full(500, 0.1), np.linspace(1, 9, 500)
    actual = np.where(np.arange(500) < buyers, revenue, 0.0)
    assert (calibrate(chance, revenue, actual) is None) == (buyers < 50)


def test_customers_who_are_alike_share_one_group():
    chance, revenue, actual = simulate(gamma, 2)
    spread = calibrate(np.full(len(chance), 0.5), revenue, actual)
    assert spread.bounds == []
    assert len(spread.ratios) == 1


def test_the_same_outcomes_give_the_same_spread():
    assert calibrate(*simulate(gamma, 0)) == SPREAD


def test_a_spread_survives_its_table():
    narrow = Spread([], [np.linspace(0, 2, 21).tolist()], 0.1, 0.9, [1.25])
    row = {
        "target": "revenue",
        "horizon_days": HORIZONS,
        "chance_bounds": [None, SPREAD.bounds, narrow.bounds, None],
        "ratios": [None, SPREAD.ratios, narrow.ratios, None],
        "low_levels": [None, SPREAD.low, narrow.low, None],
        "high_levels": [None, SPREAD.high, narrow.high, None],
        "ratio_squares": [None, SPREAD.squares, narrow.squares, None],
    }
    without = {"horizon_days": HORIZONS, "low_levels": UNKNOWN}
    table = pa.Table.from_pylist([without, row], schema=PREDICTION_MODEL_SCHEMA)
    assert to_spreads(table.to_pylist()) == {90: SPREAD, 180: narrow}


@given(
    st.floats(0.01, 1),
    st.floats(0.01, 1e4),
    st.lists(st.floats(0.01, 100), min_size=2, max_size=9).map(np.array),
)
def test_a_variance_is_that_of_nothing_or_a_ratio(chance, revenue, ratios):
    """Nothing comes with one minus the chance, else the amount times a drawn ratio."""
    outcomes = np.append(0.0, revenue / chance * ratios / ratios.mean())
    weights = np.append(1 - chance, np.full(len(ratios), chance / len(ratios)))
    assert weights @ outcomes == pytest.approx(revenue)
    expected = weights @ (outcomes - revenue) ** 2
    spread = Spread([], [[1.0] * 21], 0.0, 1.0, [relative_square(ratios)])
    (found,) = spread.variance(np.array([chance]), np.array([revenue]))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9 * revenue**2)


@pytest.mark.parametrize("ratios", [gamma, lognormal])
def test_variances_of_customers_add_up_to_that_of_later_totals(ratios):
    """The totals of forty customers, drawn many times."""
    spread = calibrate(*simulate(ratios, 0, size=50_000))
    chance, revenue, _ = simulate(ratios, 2, size=40)
    random = np.random.default_rng(3)
    bought = random.random((20_000, len(chance))) < chance
    drawn = ratios(random, bought.shape)
    totals = (bought * drawn * revenue / chance).sum(axis=1)
    assert spread.variance(chance, revenue).sum() == pytest.approx(
        totals.var(), rel=0.15
    )


def test_what_is_unknown_has_no_variance_and_a_chance_of_0_a_finite_one():
    found = SPREAD.variance(np.array([np.nan, 0.5, 0.0]), np.array([1.0, np.nan, 1.0]))
    assert np.isnan(found[:2]).all()
    assert 0 < found[2] < 1e5


def test_buyers_whose_chance_was_0_have_a_spread():
    chance, revenue, actual = simulate(gamma, 0)
    assert calibrate(0 * chance, revenue, actual).squares == [1.0]

"""The level of all forecasts is as uncertain as few tests leave it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.forecasts.levels import deviation_of, measure_levels
from ml.forecasts.spreads import Compared
from ml.purchases.purchase_model import HORIZONS

ERRORS = st.lists(st.floats(-2, 2), min_size=1, max_size=3).map(np.array)


def off_by(error, buyers=60):
    """Return a test whose total is off by the exponential of an error."""
    revenue = np.full(100, 10.0)
    actual = np.where(np.arange(100) < buyers, 1000 / buyers * np.exp(error), 0.0)
    return Compared(np.full(100, 0.6), revenue, actual)


def test_one_lucky_test_does_not_make_a_total_certain():
    found = measure_levels([{90: off_by(0.0)}])
    assert 0.15 < found[90] < 0.25


def test_an_error_in_every_test_counts_although_it_does_not_vary():
    found = measure_levels([{90: off_by(-0.5)}] * 3)
    assert found[90] > 0.5


@given(ERRORS, st.floats(1.1, 3))
def test_larger_errors_make_a_larger_deviation(errors, factor):
    assert deviation_of(errors) >= 0.1
    assert deviation_of(factor * errors) >= deviation_of(errors)


@given(ERRORS)
def test_the_sign_of_an_error_does_not_count(errors):
    assert deviation_of(errors) == deviation_of(-errors)


@pytest.mark.parametrize("tests", [1, 2, 3])
def test_intervals_hold_four_of_five_if_errors_are_as_expected(tests):
    """The variance of errors is drawn from the distribution that is assumed of it."""
    random = np.random.default_rng(tests)
    variance = 0.2**2 / random.chisquare(1, 20_000)
    errors = random.normal(0, np.sqrt(variance), (tests + 1, len(variance)))
    width = 1.2816 * np.array([deviation_of(one) for one in errors[1:].T])
    assert 0.78 < (np.abs(errors[0]) < width).mean() < 0.82


def test_a_test_with_few_buyers_does_not_count():
    assert measure_levels([{30: off_by(3.0, buyers=49)}]) == {}
    assert measure_levels([]) == {}


def test_a_horizon_without_a_test_is_less_certain_than_the_shorter_one():
    found = measure_levels([{30: off_by(0.4), 90: off_by(0.4)}])
    assert [*found] == [*HORIZONS]
    assert found[90] < found[180] < found[365]

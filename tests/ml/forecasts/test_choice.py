"""The method with the least error on later customers is used."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.forecasts.choice import choose
from ml.forecasts.methods import BOTH, CLOSED, LAST, MEAN, METHODS, RECENT, TARGETS
from ml.forecasts.trials import Trial
from ml.purchases.purchase_model import HORIZONS

EARLY, LATE = date(2024, 1, 1), date(2024, 10, 1)
RANDOM = np.random.default_rng(3)
ACTUAL = RANDOM.gamma(1.0, 50.0, 500)
NOISE = RANDOM.normal(0, 1, 500)
ALL = {(target, one) for target in TARGETS for one in METHODS[target]}


def off(size):
    """Return forecasts that are off by about `size`."""
    return np.maximum(ACTUAL + size * NOISE, 0.1)


def trials(forecasts, days=90, cut=LATE, actual=ACTUAL, target="revenue"):
    """Return trials; methods that are not named are off by 20, the simple ones by 30.

    `forecasts` maps methods to forecasts, or to None if the method was not tried.
    """
    found = {one: off(30 if one in (MEAN, LAST) else 20) for one in METHODS[target]}
    return [
        Trial(cut, target, days, method, forecast, actual)
        for method, forecast in (found | forecasts).items()
        if forecast is not None
    ]


@pytest.mark.parametrize("method", METHODS["revenue"])
def test_the_method_with_the_least_error_is_used(method):
    assert choose(trials({method: off(1)}), ALL)["revenue", 90] == method


def test_errors_are_relative_so_that_no_cut_weighs_more():
    """In large amounts CLOSED is better by a tenth, in small ones RECENT is by far."""
    large = {CLOSED: off(10) * 1_000, RECENT: off(11) * 1_000}
    asked = [
        *trials(large, cut=EARLY, actual=ACTUAL * 1_000),
        *trials({CLOSED: off(10), RECENT: off(1)}),
    ]
    errors = {one: sum(x.error for x in asked if x.method == one) for one in large}
    assert errors[CLOSED] < errors[RECENT]
    assert choose(asked, ALL)["revenue", 90] == RECENT


def test_a_few_large_customers_do_not_decide():
    """RECENT is better for all but the largest customer."""
    actual = np.append(ACTUAL, 3_000.0)
    mean = np.append(off(30), 3_000.0)
    asked = {one: mean for one in METHODS["revenue"]}
    asked |= {CLOSED: np.append(off(20), 2_500.0), RECENT: np.append(off(1), 2_000.0)}
    found = choose(trials(asked, actual=actual), ALL)
    assert found["revenue", 90] == RECENT


@pytest.mark.parametrize("simple", [MEAN, LAST])
def test_a_method_that_loses_to_a_simple_one_in_squared_error_is_not_used(simple):
    """Its deviance is the least, but it misses what the large customers spend."""
    large = np.arange(500) < 50
    actual = np.where(large, 1_000.0, 3.0)
    blind, fair = np.where(large, 600.0, 3.0), np.where(large, 1_000.0, 53.0)
    asked = dict.fromkeys(METHODS["revenue"], blind)
    asked |= {MEAN: 10 * actual, LAST: 10 * actual, simple: fair}
    tried = trials(asked, actual=actual)
    errors = {one.method: one.error for one in tried}
    assert errors[RECENT] < errors[simple]
    assert choose(tried, ALL)["revenue", 90] == simple
    # By less than a standard error, it may lose.
    few = trials({one: x[49:69] for one, x in asked.items()}, actual=actual[49:69])
    assert choose(few, ALL)["revenue", 90] == CLOSED


def test_a_horizon_without_a_test_takes_the_method_of_the_shorter_one():
    asked = [*trials({RECENT: off(1)}), *trials({BOTH: off(1)}, days=180)]
    found = choose(asked, ALL)
    assert [found["revenue", days] for days in HORIZONS] == [CLOSED, RECENT, BOTH, BOTH]
    assert {found["orders", days] for days in HORIZONS} == {CLOSED}


@pytest.mark.parametrize("possible", [ALL, {one for one in ALL if one[1] != CLOSED}])
def test_without_a_test_it_is_the_closed_form_or_else_the_mean(possible):
    expected = CLOSED if possible == ALL else MEAN
    assert {*choose([], possible).values()} == {expected}


def test_a_method_that_is_not_possible_today_is_not_used():
    possible = ALL - {("revenue", RECENT)}
    found = choose(trials({RECENT: off(1), BOTH: off(2)}), possible)
    assert found["revenue", 90] == BOTH


def test_a_cut_where_not_all_methods_were_tried_does_not_decide():
    early = trials({CLOSED: off(1), BOTH: None}, cut=EARLY)
    assert choose([*early, *trials({RECENT: off(5)})], ALL)["revenue", 90] == RECENT
    without = ALL - {("revenue", BOTH)}
    assert choose([*early, *trials({RECENT: off(5)})], without)["revenue", 90] == CLOSED


def test_of_equal_methods_the_simpler_is_used():
    equal = dict.fromkeys(METHODS["revenue"], off(5))
    assert choose(trials(equal), ALL)["revenue", 90] == MEAN
    assert (
        choose(trials(equal | {MEAN: off(9), LAST: off(9)}), ALL)["revenue", 90]
        == CLOSED
    )


def test_outcomes_of_0_and_exact_forecasts_have_an_order():
    nothing, exact = np.zeros(50), dict.fromkeys(METHODS["revenue"], np.ones(50))
    found = choose(trials(exact | {CLOSED: nothing}, actual=nothing), ALL)
    assert found["revenue", 90] == CLOSED


@given(st.integers(0, 10), st.lists(st.sampled_from(sorted(ALL)), unique=True))
def test_there_is_one_method_per_target_and_horizon(seed, possible):
    """A method is chosen only if it is possible, or is the mean."""
    random = np.random.default_rng(seed)
    chances = random.random((len(METHODS["chance"]), 500))
    asked = trials(
        dict(zip(METHODS["chance"], chances, strict=True)),
        actual=(ACTUAL > 30) * 1.0,
        target="chance",
    )
    simple = {(target, one) for target in TARGETS for one in (MEAN, LAST)}
    possible = {*possible} | simple
    found = choose(asked, possible)
    assert found.keys() == {(one, days) for one in TARGETS for days in HORIZONS}
    assert {(target, method) for (target, _), method in found.items()} <= possible

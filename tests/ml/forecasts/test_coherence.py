"""The forecasts of one customer never contradict each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ml.forecasts.coherence import cohere
from ml.purchases.purchase_model import HORIZONS

# Raw forecasts may be below 0, above 1, falling or unknown.
RAW = st.one_of(st.just(np.nan), st.just(0.0), st.floats(-2, -1e-6), st.floats(1e-6, 9))
FORECASTS = st.integers(1, 4).flatmap(
    lambda size: st.tuples(*[arrays(float, (size, len(HORIZONS)), elements=RAW)] * 3)
)


def known(*forecasts):
    """Return where none of the forecasts is NaN."""
    return ~np.isnan(sum(forecasts))


@given(FORECASTS)
def test_no_forecast_falls_with_the_horizon(raw):
    chance, orders, _, revenue = cohere(*raw)
    for forecast in (chance, orders, revenue):
        for customer in forecast:
            assert (np.diff(customer[~np.isnan(customer)]) >= 0).all()


@given(FORECASTS)
def test_chance_orders_amount_and_revenue_agree(raw):
    chance, orders, amount, revenue = cohere(*raw)
    assert ((chance >= 0) & (chance <= 1) | np.isnan(chance)).all()
    assert ((revenue >= 0) | np.isnan(revenue)).all()
    both = known(chance, orders)
    assert (chance[both] <= orders[both]).all()
    both = known(orders, revenue)
    np.testing.assert_allclose((orders * amount)[both], revenue[both], rtol=1e-12)


@given(FORECASTS)
def test_a_chance_is_the_same_after_two_subtractions(raw):
    """`churn_probability_90d` is 1 - chance, and readers subtract it from 1 again."""
    chance, *_ = cohere(*raw)
    np.testing.assert_array_equal(1 - (1 - chance), chance)


@given(FORECASTS)
def test_exactly_what_was_unknown_is_unknown(raw):
    chance, orders, amount, revenue = cohere(*raw)
    for before, after in zip(raw, (chance, orders, revenue), strict=True):
        assert (np.isnan(before) == np.isnan(after)).all()
    assert (known(amount) == known(orders, revenue)).all()


@given(FORECASTS)
def test_other_customers_change_nothing(raw):
    found = cohere(*raw)
    for place in range(len(raw[0])):
        alone = cohere(*(one[[place]] for one in raw))
        for one, of_all in zip(alone, found, strict=True):
            np.testing.assert_array_equal(one[0], of_all[place])


@given(FORECASTS)
def test_coherent_forecasts_stay_as_they_are(raw):
    chance, orders, _, revenue = cohere(*raw)
    again = cohere(chance, orders, revenue)
    for before, after in zip(
        (chance, orders, revenue), (*again[:2], again[3]), strict=True
    ):
        np.testing.assert_array_equal(before, after)


def test_an_unknown_target_does_not_hide_the_others():
    chance, unknown = np.array([[0.125, 0.25, 0.375, 0.5]]), np.full((1, 4), np.nan)
    assert (cohere(chance, unknown, unknown)[0] == chance).all()
    assert (cohere(unknown, chance, unknown)[1] == chance).all()
    assert (cohere(unknown, unknown, chance)[3] == chance).all()


def test_coherent_orders_and_revenue_give_the_amount():
    chance = np.array([[0.125, 0.25, 0.375, 0.5]])
    found = cohere(chance, 2 * chance, 100 * chance)
    assert found[1].tolist() == (2 * chance).tolist()
    assert found[2] == pytest.approx(np.full((1, 4), 50.0))
    assert found[3].tolist() == (100 * chance).tolist()

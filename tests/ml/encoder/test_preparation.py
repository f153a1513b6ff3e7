"""Unknown numbers are filled, and constant inputs do not count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.customers.customers import PRIOR_ORDERS, Customers, find_credibility
from ml.encoder.preparation import CATEGORY_WEIGHT, CLIP, fit_preparation, signed_log

CATEGORIES = np.array([["b"], ["a"], [None]], dtype=object)


@given(st.floats(-1e12, 1e12))
def test_signed_log_is_odd_and_invertible(value):
    logged = signed_log(np.array([value]))[0]
    assert logged == -signed_log(np.array([-value]))[0]
    assert np.sign(logged) * np.expm1(abs(logged)) == pytest.approx(value)


def test_unknown_numbers_count_as_the_median():
    numbers = np.array([[1.0], [3.0], [np.nan]])
    preparation = fit_preparation(numbers, CATEGORIES)
    known = preparation.transform(np.array([[2.0]]), CATEGORIES[:1])
    unknown = preparation.transform(np.array([[np.nan]]), CATEGORIES[:1])
    assert np.array_equal(known, unknown)


def test_constant_and_absent_features_have_no_weight():
    numbers = np.array([[5.0, np.nan], [5.0, np.nan], [5.0, np.nan]])
    preparation = fit_preparation(numbers, CATEGORIES)
    inputs = preparation.transform(np.array([[9.0, 9.0]]), CATEGORIES[:1])
    assert inputs[0, :2].tolist() == [0.0, 0.0]


def test_an_extreme_value_is_clipped():
    numbers = np.vstack([np.random.default_rng(1).normal(size=(99, 1)), [[1e9]]])
    categories = np.full((100, 1), "a", dtype=object)
    inputs = fit_preparation(numbers, categories).transform(numbers, categories)
    assert np.abs(inputs).max() == CLIP


def test_categories_are_one_hot_and_unseen_values_are_zero():
    preparation = fit_preparation(np.array([[1.0], [2.0], [3.0]]), CATEGORIES)
    seen = preparation.encode(np.array([["a"]], dtype=object))
    unseen = preparation.encode(np.array([["c"]], dtype=object))
    assert seen.tolist() == [[CATEGORY_WEIGHT, 0.0]]
    assert unseen.tolist() == [[0.0, 0.0]]


def test_a_repeated_feature_counts_once():
    random = np.random.default_rng(6)
    first, other = random.normal(size=(2, 200))
    numbers = np.column_stack([first, -2 * first, other, np.full(200, 3.0)])
    preparation = fit_preparation(numbers, np.empty((200, 0)))
    assert preparation.repeats == {1: 0}
    assert (preparation.scales > 0).tolist() == [True, False, True, False]
    assert not preparation.transform(numbers, np.empty((200, 0)))[:, 1].any()


def test_an_average_of_few_orders_moves_towards_that_of_all_customers():
    random = np.random.default_rng(4)
    counts = random.integers(1, 30, 400).astype(float)
    rates, markets = random.random(400), np.full(400, "a", dtype=object)
    customers = Customers(
        {"rate": rates, "recency": rates},
        {"market": markets},
        rates,
        counts,
        frozenset({"rate"}),
    )
    numbers, categories, credibility = customers.matrices
    assert credibility[:, 1].tolist() == [1.0] * 400
    assert credibility[:, 0].tolist() == (counts / (counts + PRIOR_ORDERS)).tolist()
    preparation = fit_preparation(numbers, categories, credibility)
    asked = np.array([[0.9, 0.9]] * 3)
    of_orders = find_credibility(np.array([1.0, 9.0, 1e9]), customers.prior_orders)
    inputs = preparation.transform(asked, categories[:3], of_orders)
    assert 0 < inputs[0, 0] < inputs[1, 0] < inputs[2, 0]
    assert inputs[0, 0] == pytest.approx(inputs[2, 0] / (1 + PRIOR_ORDERS))
    assert len(set(inputs[:, 1])) == 1
    # The average has no less weight than another feature.
    prepared = preparation.transform(numbers, categories, credibility)
    assert prepared[:, 0].std() == pytest.approx(prepared[:, 1].std(), rel=0.02)

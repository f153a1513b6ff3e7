"""Segments win, tie or lose by the later revenue of customers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.evaluation import later_revenue
from ml.evaluation.later_revenue import (
    compare_value,
    draw_measures,
    measure_value,
    rank_segments,
    unexplained,
)
from ml.metrics import explain_variance, gini, gini_of_groups, log_revenue

SIZE = 400
GROUPS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 100)), min_size=1, max_size=40
).filter(lambda rows: sum(value for _, value in rows))


@pytest.fixture(scope="module")
def later():
    """Return the later sales of customers, of whom the first half buys nothing."""
    amounts = np.random.default_rng(3).uniform(50, 150, SIZE)
    return amounts * (np.arange(SIZE) >= SIZE // 2)


@pytest.fixture(scope="module")
def compared(later):
    halves = (np.arange(SIZE) >= SIZE // 2).astype(int)
    random = np.random.default_rng(4)
    labels = {
        "ships": np.where(random.random(SIZE) < 0.1, 1 - halves, halves),
        "knows": halves,
        "the same": np.where(random.random(SIZE) < 0.1, 1 - halves, halves),
        "guesses": random.integers(0, 2, SIZE),
        "guesses much": random.integers(0, 100, SIZE),
    }
    return compare_value(labels, "ships", later + 1, later, seed=1)


@pytest.mark.parametrize(
    ("method", "verdict"),
    [
        ("knows", "loses"),
        ("the same", "ties"),
        ("guesses", "wins"),
        ("guesses much", "wins"),
        ("ships", None),
    ],
)
def test_what_ships_wins_ties_or_loses(compared, method, verdict):
    assert compared[method]["value_verdict"] == verdict


def test_a_verdict_follows_from_the_interval(compared):
    for one in compared.values():
        for measure in ("value", "gini"):
            low = one[f"{measure}_difference_low"]
            high = one[f"{measure}_difference_high"]
            said = one[f"{measure}_verdict"]
            if said is None:
                assert low is high is None
            else:
                assert low <= high
                assert (said == "wins") == (high < 0)
                assert (said == "loses") == (low > 0)


def test_a_method_ties_with_itself(later):
    labels = np.arange(SIZE) % 3
    found = compare_value({"a": labels, "b": labels}, "a", later, later, seed=1)["b"]
    assert found["value_difference_low"] == found["value_difference_high"] == 0
    assert (found["value_verdict"], found["gini_verdict"]) == ("ties", "ties")


def test_the_interval_holds_the_measured_difference(later, compared):
    halves = (np.arange(SIZE) >= SIZE // 2).astype(int)
    random = np.random.default_rng(4)
    ships = np.where(random.random(SIZE) < 0.1, 1 - halves, halves)
    here, there = (measure_value(one, later + 1, later) for one in (halves, ships))
    for measure, column in (("value", "value_explained"), ("gini", "gini")):
        low = compared["knows"][f"{measure}_difference_low"]
        high = compared["knows"][f"{measure}_difference_high"]
        assert low < here[column] - there[column] < high


def test_many_segments_without_meaning_explain_nothing():
    random = np.random.default_rng(5)
    values, shares = random.normal(size=SIZE), []
    for _ in range(50):
        labels = random.integers(0, 80, SIZE)
        assert explain_variance(labels, values) > 0.1
        shares.append(1 - unexplained(labels, values).sum() / values.var() / SIZE)
    assert np.mean(shares) == pytest.approx(0, abs=0.03)


def test_bootstrap_samples_surround_the_measures(later, monkeypatch):
    monkeypatch.setattr(later_revenue, "DRAWS", 200)
    labels = np.random.default_rng(6).integers(-1, 3, SIZE)
    (drawn,) = draw_measures({"one": labels}, later, later, seed=1).values()
    assert drawn.shape == (200, 2)
    measured = measure_value(labels, later, later)
    assert drawn.mean(axis=0) == pytest.approx([*measured.values()], abs=0.03)


def test_the_intervals_are_the_same_again(later):
    labels = {"a": np.arange(SIZE) % 2, "b": np.arange(SIZE) % 3}
    first, second = (compare_value(labels, "a", later, later, seed=1) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("amounts", [[], [0.0, 0.0], [-3.0, 0.0]])
def test_value_is_unknown_without_later_sales(amounts):
    labels = np.array([0, 1])
    assert measure_value(labels, np.array([1.0, 2.0]), np.array(amounts)) == {
        "value_explained": None,
        "gini": None,
    }
    compared = compare_value({"a": labels}, "a", labels, np.array(amounts), seed=1)
    assert set(compared["a"].values()) == {None}


def test_segments_of_equal_value_share_a_rank():
    labels, values = np.array([-1, 0, 1, 2]), np.array([5.0, 9.0, 5.0, 1.0])
    assert rank_segments(labels, values).tolist() == [1, 0, 1, 2]


@given(GROUPS)
def test_the_gini_of_groups_is_that_of_their_customers(rows):
    scores, values = (np.array(one, float) for one in zip(*rows, strict=True))
    places = (5 - scores).astype(int)
    counts = np.bincount(places, minlength=6)
    sums = np.bincount(places, values, minlength=6)
    # Empty groups do not count.
    assert gini_of_groups(counts, sums) == pytest.approx(gini(scores, values))
    # Customers one by one, with the mean of their group: the definition.
    means = (sums / np.maximum(counts, 1))[np.sort(places)]
    shares = np.cumsum(means) / means.sum()
    even = np.arange(1, len(rows) + 1) / len(rows)
    assert gini(scores, values) == pytest.approx((shares - even).mean())


def test_log_revenue_is_what_is_explained(later):
    labels = np.arange(SIZE) % 5
    found = measure_value(labels, later, later)["value_explained"]
    assert found == explain_variance(labels + 1, log_revenue(later))

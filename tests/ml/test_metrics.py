"""Measures of the later revenue that segments explain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.metrics import explain_variance, log_revenue, normalised_gini

AMOUNTS = st.lists(st.integers(0, 1000), min_size=2, max_size=40).filter(sum)


def test_eta_squared_by_hand():
    labels = np.array([0, 0, 2, 2])
    values = np.array([1.0, 3.0, 5.0, 7.0])
    # The variation between segments is 16 of 20.
    assert explain_variance(labels, values) == pytest.approx(0.8)
    assert explain_variance(np.zeros(4, int), values) == 0
    assert explain_variance(labels, np.ones(4)) == 0


def test_a_negative_revenue_counts_as_zero():
    assert log_revenue(np.array([-5.0, 0.0, np.e - 1])).tolist() == [0, 0, 1]


def test_the_best_ranking_is_one_and_the_worst_minus_one():
    values = np.array([0.0, 1.0, 2.0, 10.0])
    assert normalised_gini(values, values) == pytest.approx(1)
    assert normalised_gini(-values, values) == pytest.approx(-1, abs=0.3)
    assert normalised_gini(values, np.zeros(4)) == 0


@given(AMOUNTS)
def test_equal_scores_rank_nothing(amounts):
    values = np.array(amounts, dtype=float)
    assert normalised_gini(np.ones(len(values)), values) == pytest.approx(0, abs=1e-9)


@given(AMOUNTS, st.integers(0, 100))
def test_no_ranking_beats_the_values_themselves(amounts, seed):
    values = np.array(amounts, dtype=float)
    scores = np.random.default_rng(seed).integers(0, 5, len(values))
    assert normalised_gini(scores, values) <= 1 + 1e-9

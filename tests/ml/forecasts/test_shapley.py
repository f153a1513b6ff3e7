"""Contributions of inputs to trees are Shapley values and add up to the forecast."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.forecasts.boosting import BOOSTING, SETTINGS, fit_chance
from ml.forecasts.shapley import Contributions
from ml.forecasts.trees import TREE_BATCH, Trees
from tests.ml.forecasts.customers import make_sample

# The tables of a tree have 2 ** (leaves - 1) rows.
MOST_LEAVES = 8
INPUTS = 4
values = st.sampled_from([-1.0, 0.0, 1.0, float("nan")])
rows = st.lists(st.lists(values, min_size=INPUTS, max_size=INPUTS), min_size=1)


@st.composite
def trees(draw, most=4):
    """Return up to three trees of at most four leaves, with random values."""
    columns = {name: [] for name in Trees.__dataclass_fields__ if name != "baseline"}
    for _ in range(draw(st.integers(1, 3))):
        nodes = []

        def grow(leaves, nodes=nodes):
            place = len(nodes)
            nodes.append(None)
            if leaves == 1:
                leaf = draw(st.floats(-2, 2))
                nodes[place] = (-1, 0.0, False, -1, -1, leaf)
                return place
            left = draw(st.integers(1, leaves - 1))
            feature = draw(st.integers(0, INPUTS - 1))
            threshold = draw(st.sampled_from([-0.5, 0.5]))
            nodes[place] = (
                *(feature, threshold, draw(st.booleans())),
                *(grow(left), grow(leaves - left), 0.0),
            )
            return place

        grow(draw(st.integers(1, most)))
        for name, column in zip(columns, zip(*nodes, strict=True), strict=True):
            columns[name].append([*column])
    return Trees(draw(st.floats(-1, 1)), **columns)


def slow(trees, background, row):
    """Return the Shapley values of a row, as the mean over all orders of inputs."""

    def goes_left(tree, node, customer):
        value = customer[trees.features[tree][node]]
        unknown = np.isnan(value) and trees.unknown_left[tree][node]
        return bool(value <= trees.thresholds[tree][node] or unknown)

    def value(tree, node, known, reached):
        feature = trees.features[tree][node]
        if feature < 0:
            return trees.leaf_values[tree][node]
        left = [one for one in reached if goes_left(tree, node, one)]
        right = [one for one in reached if not goes_left(tree, node, one)]
        share = len(left) / len(reached) if reached else 0.5
        if feature in known:
            share = float(goes_left(tree, node, row))
        return share * value(tree, trees.lefts[tree][node], known, left) + (
            1 - share
        ) * value(tree, trees.rights[tree][node], known, right)

    found = np.zeros(INPUTS)
    orders = [*permutations(range(INPUTS))]
    for tree in range(len(trees.features)):
        for order in orders:
            before = value(tree, 0, set(), background)
            for place, feature in enumerate(order):
                after = value(tree, 0, {*order[: place + 1]}, background)
                found[feature] += (after - before) / len(orders)
                before = after
    return found


@given(trees(), rows, rows)
def test_contributions_and_baseline_are_the_forecast(trees, background, asked):
    background, asked = np.array(background), np.array(asked)
    contributions = Contributions(trees, background)
    sums = contributions.baseline + contributions.apply(asked).sum(axis=1)
    np.testing.assert_allclose(sums, trees.apply(asked), atol=1e-12)
    assert contributions.baseline == pytest.approx(trees.apply(background).mean())


@given(trees(), rows, rows)
def test_contributions_are_shapley_values(trees, background, asked):
    found = Contributions(trees, np.array(background)).apply(np.array(asked))
    np.testing.assert_allclose(found[0], slow(trees, background, asked[0]), atol=1e-12)


@given(trees(), rows, rows)
def test_an_input_that_no_tree_splits_contributes_nothing(trees, background, asked):
    used = {feature for tree in trees.features for feature in tree}
    found = Contributions(trees, np.array(background)).apply(np.array(asked))
    for feature in {*range(INPUTS)} - used:
        assert (found[:, feature] == 0).all()


@given(trees(), rows, st.integers(0, INPUTS - 1), values)
def test_an_input_that_is_the_same_for_all_contributes_nothing(
    trees, background, feature, value
):
    """The horizon of the forecast is such an input."""
    background = np.array(background)
    background[:, feature] = value
    found = Contributions(trees, background).apply(background)
    reached = np.abs(found[:, feature])
    assert (reached == 0).all()


def test_learned_trees_are_explained_in_batches_as_at_once():
    sample = make_sample()
    learned = fit_chance(sample)
    matrix = learned.encoding.encode(make_sample(seed=2, size=TREE_BATCH + 9).columns)
    contributions = Contributions(
        learned.trees, learned.encoding.encode(sample.columns)
    )
    found = contributions.apply(matrix)
    np.testing.assert_allclose(
        contributions.baseline + found.sum(axis=1), learned.trees.apply(matrix)
    )
    np.testing.assert_array_equal(found[-9:], contributions.apply(matrix[-9:]))


def test_trees_stay_so_small_that_tables_hold_their_contributions():
    for settings in (BOOSTING, *SETTINGS.values()):
        assert settings["max_leaf_nodes"] <= MOST_LEAVES

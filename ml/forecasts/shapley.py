"""What each input adds to a sum of boosted trees, for each customer.

The contributions are Shapley values (Lundberg & Lee 2017, "A Unified Approach to
Interpreting Model Predictions"): the mean change of a tree's value when the value of an
input becomes known, over all orders in which inputs can become known. An input that is
not known yet sends a customer left with the share of the background customers that go
left there (Lundberg et al. 2020, "From local explanations to global understanding with
explainable AI for trees", path-dependent).

A small tree has few inputs and few splits. Therefore all its contributions are a table
with one row per outcome of all splits, and a customer needs one look-up per input.
"""

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from ml.forecasts.trees import TREE_BATCH, Trees


@dataclass(frozen=True)
class Split:
    """An inner node of a tree."""

    node: int
    feature: int
    threshold: float
    unknown_left: bool


@dataclass(frozen=True)
class TreeShares:
    """The contributions of the inputs of one tree.

    Attributes
    ----------
    splits : list of Split
        At most about eight: the tables have 2 ** splits rows.
    mean : float
        The mean value of the tree over the background customers.
    tables : dict of int to (2 ** splits,) array
        For each input, what it adds. Bit k of a row says whether a customer goes left
        at split k.
    """

    splits: list[Split]
    mean: float
    tables: dict[int, np.ndarray]


class Contributions:
    """The contributions of inputs to the sums of trees, against background customers.

    Parameters
    ----------
    trees : Trees
    background : (rows, inputs) array
        Their mean sum is the baseline: contributions say why a customer differs from
        it.

    Attributes
    ----------
    baseline : float
        Mean sum of the background customers.
    used : list of int
        The inputs that a tree splits; all others contribute nothing.
    """

    def __init__(self, trees: Trees, background: np.ndarray):
        self._trees = [
            share_out(trees, tree, background) for tree in range(len(trees.features))
        ]
        self.baseline = trees.baseline + sum(one.mean for one in self._trees)
        self.used = sorted({place for one in self._trees for place in one.tables})

    def apply(self, matrix: np.ndarray) -> np.ndarray:
        """Return the contributions to the sums of (rows, inputs), in the same shape.

        The baseline and the contributions of a row add up to the sum of the trees.
        """
        found = np.zeros(matrix.shape[::-1])
        for start in range(0, len(matrix), TREE_BATCH):
            columns = np.ascontiguousarray(matrix[start : start + TREE_BATCH].T)
            unknown = np.isnan(columns)
            part = found[:, start : start + TREE_BATCH]
            for tree in self._trees:
                outcomes = outcomes_of(tree.splits, columns, unknown)
                for feature, table in tree.tables.items():
                    part[feature] += table[outcomes]
        return found.T


def outcomes_of(splits: list[Split], columns: np.ndarray, unknown: np.ndarray):
    """Return whether each row goes left at each split, as bits of a (rows,) array.

    `columns` and `unknown` are (inputs, rows) arrays.
    """
    outcomes = np.zeros(columns.shape[1], np.intp)
    for place, split in enumerate(splits):
        goes_left = columns[split.feature] <= split.threshold
        if split.unknown_left:
            goes_left |= unknown[split.feature]
        outcomes |= goes_left.astype(np.intp) << place
    return outcomes


def share_out(trees: Trees, tree: int, background: np.ndarray) -> TreeShares:
    """Return the contributions of one tree, by the definition of Shapley values."""
    splits = [
        Split(node, feature, *found)
        for node, (feature, *found) in enumerate(
            zip(
                trees.features[tree],
                trees.thresholds[tree],
                trees.unknown_left[tree],
                strict=True,
            )
        )
        if feature >= 0
    ]
    columns = background.T
    outcomes = outcomes_of(splits, columns, np.isnan(columns))
    counts = np.bincount(outcomes, minlength=2 ** len(splits))
    lefts = left_shares(trees, tree, splits, counts)
    used = sorted({split.feature for split in splits})
    values = {
        known: expect(trees, tree, splits, lefts, {*known})
        for size in range(len(used) + 1)
        for known in combinations(used, size)
    }
    tables = {one: mean_change(values, one, len(used)) for one in used}
    return TreeShares(splits, float(values[()][0]), tables)


def left_shares(trees: Trees, tree: int, splits: list[Split], counts: np.ndarray):
    """Return the share of the background customers at each split that go left.

    `counts` has the number of background customers with each outcome of all splits. A
    split that none of them reaches sends half of them left.
    """
    place_of = {split.node: place for place, split in enumerate(splits)}
    shares = {}

    def visit(node, reached):
        if node not in place_of:
            return
        goes_left = (np.arange(len(counts)) >> place_of[node] & 1).astype(bool)
        total = counts[reached].sum()
        left = counts[reached & goes_left].sum()
        shares[node] = left / total if total else 0.5
        visit(trees.lefts[tree][node], reached & goes_left)
        visit(trees.rights[tree][node], reached & ~goes_left)

    visit(0, np.ones(len(counts), bool))
    return shares


def expect(trees: Trees, tree: int, splits: list[Split], lefts: dict, known: set):
    """Return the value of a tree, if only some inputs are known, for each outcome."""
    outcomes = np.arange(2 ** len(splits))
    place_of = {split.node: place for place, split in enumerate(splits)}

    def value(node):
        if node not in place_of:
            return np.full(len(outcomes), trees.leaf_values[tree][node])
        left = value(trees.lefts[tree][node])
        right = value(trees.rights[tree][node])
        if trees.features[tree][node] in known:
            return np.where(outcomes >> place_of[node] & 1, left, right)
        share = lefts[node]
        return share * left + (1 - share) * right

    return value(0)


def mean_change(values: dict, feature, inputs: int) -> np.ndarray:
    """Return the Shapley value of an input, for each outcome or customer.

    `values` has the values of a tree or formula for each sorted tuple of known inputs,
    of which it has `inputs`.
    """
    total = 0.0
    for known, before in values.items():
        if feature not in known:
            weight = (
                factorial(len(known))
                * factorial(inputs - len(known) - 1)
                / factorial(inputs)
            )
            total += weight * (values[tuple(sorted((*known, feature)))] - before)
    return total

"""Boosted trees as lists, so that a table holds them and NumPy alone applies them."""

from dataclasses import dataclass

import numpy as np

# Rows that are walked down the trees at a time: their columns stay in the cache.
TREE_BATCH = 16_384


@dataclass(frozen=True)
class Trees:
    """The sum of trees; each list has one list per tree, with one entry per node.

    Attributes
    ----------
    baseline : float
        What the values of the trees are added to.
    features : list of lists of int
        Column of the matrix that a node splits; -1 marks a leaf.
    thresholds : list of lists of float
        Rows with at most this go left.
    unknown_left : list of lists of bool
        Whether rows in which the column is NaN go left.
    lefts, rights : list of lists of int
        Where rows go; -1 for a leaf.
    leaf_values : list of lists of float
        What a leaf adds.
    """

    baseline: float
    features: list[list[int]]
    thresholds: list[list[float]]
    unknown_left: list[list[bool]]
    lefts: list[list[int]]
    rights: list[list[int]]
    leaf_values: list[list[float]]

    def apply(self, matrix: np.ndarray) -> np.ndarray:
        """Return the sum for each row of a (rows, columns) matrix."""
        sums = [np.zeros(0)]
        for start in range(0, len(matrix), TREE_BATCH):
            columns = np.ascontiguousarray(matrix[start : start + TREE_BATCH].T)
            unknown = np.isnan(columns)
            total = np.full(columns.shape[1], self.baseline)
            for tree in range(len(self.features)):
                total += self._walk(tree, 0, columns, unknown)
            sums.append(total)
        return np.concatenate(sums)

    def _walk(self, tree: int, node: int, columns: np.ndarray, unknown: np.ndarray):
        """Return what a tree adds to each column of customers, from a node down."""
        feature = self.features[tree][node]
        if feature < 0:
            return self.leaf_values[tree][node]
        goes_left = columns[feature] <= self.thresholds[tree][node]
        if self.unknown_left[tree][node]:
            goes_left |= unknown[feature]
        return np.where(
            goes_left,
            self._walk(tree, self.lefts[tree][node], columns, unknown),
            self._walk(tree, self.rights[tree][node], columns, unknown),
        )


def read_trees(model) -> Trees:
    """Return the trees of a fitted histogram gradient boosting of one outcome.

    scikit-learn keeps them in attributes that it does not document; that both give the
    same forecasts is tested.
    """
    nodes = [predictor.nodes for (predictor,) in model._predictors]
    leaves = [one["is_leaf"].astype(bool) for one in nodes]

    def unless_leaf(name, kind):
        return [
            np.where(leaf, -1, one[name].astype(kind)).tolist()
            for one, leaf in zip(nodes, leaves, strict=True)
        ]

    return Trees(
        baseline=float(np.ravel(model._baseline_prediction)[0]),
        features=unless_leaf("feature_idx", int),
        thresholds=[
            np.where(leaf, 0.0, one["num_threshold"]).tolist()
            for one, leaf in zip(nodes, leaves, strict=True)
        ],
        unknown_left=[one["missing_go_to_left"].astype(bool).tolist() for one in nodes],
        lefts=unless_leaf("left", int),
        rights=unless_leaf("right", int),
        leaf_values=[one["value"].tolist() for one in nodes],
    )

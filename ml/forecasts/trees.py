"""Boosted trees as lists, which a table can store and NumPy can evaluate."""

from dataclasses import dataclass

import numpy as np

# The trees are applied to so many rows at a time, because the columns of so many rows
# fit in the processor's cache.
TREE_BATCH = 16_384
# On so many training rows, the lists must give the same sums as scikit-learn.
ROWS_TO_CHECK = 1_000


class TreeFormatError(RuntimeError):
    """Why the trees of this scikit-learn cannot be read."""


@dataclass(frozen=True)
class Trees:
    """Boosted trees. Each list has one list per tree, with one entry per node.

    Attributes
    ----------
    baseline : float
        The sum before the first tree.
    features : list of lists of int
        The column of the matrix that a node splits; -1 for a leaf.
    thresholds : list of lists of float
        A row goes left if its value is at most the threshold.
    unknown_left : list of lists of bool
        Whether a row goes left if its value is NaN.
    lefts, rights : list of lists of int
        The nodes to the left and to the right of a node; -1 for a leaf.
    leaf_values : list of lists of float
        What a leaf adds to the sum.
    """

    baseline: float
    features: list[list[int]]
    thresholds: list[list[float]]
    unknown_left: list[list[bool]]
    lefts: list[list[int]]
    rights: list[list[int]]
    leaf_values: list[list[float]]

    def apply(self, matrix: np.ndarray) -> np.ndarray:
        """Return the sum of the trees for each row of a (rows, columns) matrix."""
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
        """Return what a tree adds for each row, beginning at a node."""
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


def read_trees(model, matrix: np.ndarray, expected: np.ndarray) -> Trees:
    """Return the trees of a fitted histogram gradient boosting of one outcome.

    scikit-learn does not document the attributes that store trees. Therefore the sums
    are compared with those of a documented method.

    Parameters
    ----------
    model : HistGradientBoostingClassifier or HistGradientBoostingRegressor
    matrix : (rows, columns) array
    expected : (rows,) array
        The sums of the trees for the rows of `matrix`, from a documented method of the
        model.

    Raises
    ------
    TreeFormatError
        The attributes are missing or have another form, or the lists give other sums.
    """
    from sklearn import __version__

    try:
        trees = copy_trees(model)
        sums = trees.apply(matrix[:ROWS_TO_CHECK])
        is_same = np.allclose(sums, expected[:ROWS_TO_CHECK], rtol=1e-9, atol=1e-9)
    except (AttributeError, IndexError, TypeError, ValueError):
        is_same = False
    if not is_same:
        raise TreeFormatError(
            f"scikit-learn {__version__} stores boosted trees in a form that "
            "ml/forecasts/trees.py cannot read: install the version of scikit-learn "
            "in requirements.lock."
        )
    return trees


def copy_trees(model) -> Trees:
    """Return the trees of a model, without comparing their sums."""
    nodes = [predictor.nodes for (predictor,) in model._predictors]

    def column(name, kind, at_leaf):
        return [
            np.where(one["is_leaf"].astype(bool), at_leaf, one[name].astype(kind))
            .astype(kind)
            .tolist()
            for one in nodes
        ]

    return Trees(
        baseline=float(np.ravel(model._baseline_prediction)[0]),
        features=column("feature_idx", int, -1),
        thresholds=column("num_threshold", float, 0.0),
        unknown_left=[one["missing_go_to_left"].astype(bool).tolist() for one in nodes],
        lefts=column("left", int, -1),
        rights=column("right", int, -1),
        leaf_values=[one["value"].tolist() for one in nodes],
    )

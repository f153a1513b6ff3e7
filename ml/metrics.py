"""Measure how well segments and scores predict later revenue."""

import numpy as np


def log_revenue(amounts: np.ndarray) -> np.ndarray:
    """Return ln(1 + amount); a negative amount counts as zero."""
    return np.log1p(np.maximum(amounts, 0.0))


def explain_variance(labels: np.ndarray, values: np.ndarray) -> float:
    """Return eta squared, 0 to 1: the share of the variance that lies between segments.

    Labels and values are (customers,) arrays. The result is 0 if all values are equal.
    """
    everything = ((values - values.mean()) ** 2).sum()
    if not everything:
        return 0.0
    counts = np.bincount(labels)
    sums = np.bincount(labels, weights=values)
    means = sums / np.maximum(counts, 1)
    return float((counts * (means - values.mean()) ** 2).sum() / everything)


def normalised_gini(scores: np.ndarray, values: np.ndarray) -> float:
    """Return how well scores, (customers,), rank customers by value; 1 is the best.

    The customers are sorted by score, the highest first, and their values are
    accumulated. The result is the area between this curve and the diagonal, divided by
    the same area for the perfect ranking. Customers with equal scores each count with
    the mean of their values.
    """
    perfect = gini(values, values)
    return gini(scores, values) / perfect if perfect else 0.0


def gini(scores: np.ndarray, values: np.ndarray) -> float:
    """Return the area between the diagonal and the value share of the best scores."""
    _, groups = np.unique(-scores, return_inverse=True)
    return gini_of_groups(np.bincount(groups), np.bincount(groups, weights=values))


def gini_of_groups(counts: np.ndarray, sums: np.ndarray) -> float:
    """Return the area of `gini` for groups of equal scores, the best group first.

    Counts of customers and sums of their values are (groups,) arrays; a group may be
    empty.
    """
    total, size = sums.sum(), counts.sum()
    if not total:
        return 0.0
    # In a group, the share rises in a straight line, from its customers' first to last.
    before = np.cumsum(sums) - sums
    height = (counts @ before + sums @ (counts + 1) / 2) / (total * size)
    return float(height - (size + 1) / (2 * size))

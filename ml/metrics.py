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
    means = np.bincount(groups, weights=values) / np.bincount(groups)
    ordered = means[np.sort(groups)]
    if not ordered.sum():
        return 0.0
    shares = np.cumsum(ordered) / ordered.sum()
    return float((shares - np.arange(1, len(shares) + 1) / len(shares)).mean())

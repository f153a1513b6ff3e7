"""Measures of ranking, for customers who count several times.

A bootstrap sample counts some customers twice and others not at all. The order of the
forecasts stays, so customers are sorted once, and each sample only adds up counts.
Customers with equal forecasts are one group, and each counts with the group's mean.
"""

import numpy as np

from ml.metrics import gini_of_groups


class Ranking:
    """Groups of customers with equal forecasts, the highest first.

    Parameters
    ----------
    forecast : (customers,) array
    """

    def __init__(self, forecast: np.ndarray):
        self.order = np.argsort(-forecast, kind="stable")
        ranked = forecast[self.order]
        self.starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])

    def add_up(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of (customers,) values per group, (groups,)."""
        return np.add.reduceat(values[self.order], self.starts)


def top_share(counts: np.ndarray, sums: np.ndarray) -> float:
    """Return the share of the total that the first tenth of customers has, 0 to 1.

    Counts of customers and sums of their outcomes are (groups,) arrays.
    """
    shares = np.r_[0.0, np.cumsum(sums)] / sums.sum()
    return float(np.interp(counts.sum() / 10, np.r_[0, np.cumsum(counts)], shares))


def gini_ratio(ranked: tuple, perfect: tuple) -> float:
    """Return the Gini of a ranking, as a share of that of the perfect ranking.

    Both are pairs of counts of customers and sums of their outcomes, (groups,) each.
    """
    best = gini_of_groups(*perfect)
    return gini_of_groups(*ranked) / best if best else 0.0


def auc(counts: np.ndarray, bought: np.ndarray) -> float:
    """Return the probability that a buyer ranks above a customer who does not buy.

    A tie counts half. Counts of customers and of buyers are (groups,) arrays.
    """
    others = counts - bought
    above = np.cumsum(bought) - bought / 2
    return float(others @ above / (bought.sum() * others.sum()))


def average_precision(counts: np.ndarray, bought: np.ndarray) -> float:
    """Return the mean share of buyers among the customers down to each buyer.

    Counts of customers and of buyers are (groups,) arrays.
    """
    precision = np.cumsum(bought) / np.maximum(np.cumsum(counts), 1)
    return float(bought @ precision / bought.sum())

"""Judge segments by later revenue, and compare them with those that ship."""

import numpy as np

from ml.evaluation.comparison_table import JUDGED, NO_DIFFERENCE
from ml.metrics import explain_variance, gini_of_groups, log_revenue, normalised_gini

CONFIDENCE = 0.95
DRAWS = 1_000


def measure_value(labels, values, later_amounts) -> dict:
    """Return how well segments predict later revenue; noise counts as a segment.

    Parameters
    ----------
    labels : (customers,) array of int
        -1 is noise.
    values, later_amounts : (customers,) arrays
        clv_amount, by which segments are ranked, and later net sales. If nobody bought
        later, the measures are None.
    """
    later = np.maximum(later_amounts, 0.0)
    if not later.any():
        return {"value_explained": None, "gini": None}
    return {
        "value_explained": explain_variance(labels + 1, log_revenue(later_amounts)),
        "gini": normalised_gini(-rank_segments(labels, values), later),
    }


def rank_segments(labels: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the place of each customer's segment, 0 for the highest mean value."""
    groups = labels + 1
    means = np.bincount(groups, weights=values) / np.maximum(np.bincount(groups), 1)
    return np.unique(-means[groups], return_inverse=True)[1]


def compare_value(
    labels: dict[str, np.ndarray], shipped: str, values, later_amounts, seed: int
) -> dict[str, dict]:
    """Return intervals of the difference to the shipped method, and who wins.

    An interval is the central 95 % of 1,000 bootstrap samples of customers (percentile
    interval, Efron & Tibshirani 1993, chapter 13). The shipped method wins if the whole
    interval is below 0, loses if the whole interval is above 0, and ties otherwise.

    Parameters
    ----------
    labels : dict of method to (customers,) array of int
    shipped : str
    values, later_amounts : (customers,) arrays
        clv_amount and later net sales.
    seed : int

    Returns
    -------
    dict of method to dict
        `value_difference_low`, `value_difference_high`, `value_verdict`, and the same
        for `gini`. They are None for the shipped method, and if nobody bought later.
    """
    if shipped not in labels or not (later_amounts > 0).any():
        return dict.fromkeys(labels, NO_DIFFERENCE)
    drawn = draw_measures(labels, values, later_amounts, seed)
    reference = drawn.pop(shipped)
    return {shipped: NO_DIFFERENCE} | {
        name: describe_difference(one - reference) for name, one in drawn.items()
    }


def draw_measures(labels, values, later_amounts, seed: int) -> dict[str, np.ndarray]:
    """Return value explained and Gini of each bootstrap sample, (samples, 2).

    The means of the segments are those of all customers: fitted to each sample, they
    would favour methods with many segments.
    """
    size = len(values)
    later, logged = np.maximum(later_amounts, 0.0), log_revenue(later_amounts)
    errors = {name: unexplained(one, logged) for name, one in labels.items()}
    ranks = {name: rank_segments(one, values) for name, one in labels.items()}
    best_first = np.argsort(-later, kind="stable")
    random = np.random.default_rng(seed)
    drawn = {name: np.zeros((DRAWS, len(JUDGED))) for name in labels}
    for draw in range(DRAWS):
        counts = np.bincount(random.integers(size, size=size), minlength=size)
        sums = counts * later
        variation = counts @ logged**2 - (counts @ logged) ** 2 / size
        perfect = gini_of_groups(counts[best_first], sums[best_first])
        for name, one in drawn.items():
            area = gini_of_groups(
                np.bincount(ranks[name], counts), np.bincount(ranks[name], sums)
            )
            one[draw] = (
                1 - counts @ errors[name] / variation if variation > 1e-9 else 0.0,
                area / perfect if perfect else 0.0,
            )
    return drawn


def unexplained(labels: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the squared error per customer if segments forecast their mean.

    Many segments explain more of any values, even by chance. The errors are increased
    by as much as chance explains (epsilon squared, Kelley 1935, "An unbiased
    correlation ratio measure").
    """
    groups = labels + 1
    means = np.bincount(groups, values) / np.maximum(np.bincount(groups), 1)
    freedom = len(values) - len(np.unique(groups))
    return (values - means[groups]) ** 2 * (len(values) - 1) / max(freedom, 1)


def describe_difference(differences: np.ndarray) -> dict:
    """Return intervals and verdicts of (samples, measures) differences."""
    tail = (1 - CONFIDENCE) / 2
    # Rounded, because the last digits depend on the processor.
    lows, highs = np.round(np.quantile(differences, (tail, 1 - tail), axis=0), 6)
    described = {}
    for name, low, high in zip(JUDGED, lows.tolist(), highs.tolist(), strict=True):
        described[f"{name}_difference_low"] = low
        described[f"{name}_difference_high"] = high
        described[f"{name}_verdict"] = (
            "wins" if high < 0 else "loses" if low > 0 else "ties"
        )
    return described

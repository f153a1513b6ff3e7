"""Methods side by side: the same customers, the same measures."""

from dataclasses import asdict, dataclass, replace

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ml.customers.customers import Customers
from ml.evaluation.segmentation_methods import SEGMENTATION_METHODS, SegmentationTask
from ml.metrics import explain_variance, log_revenue, normalised_gini
from ml.segments.measures import measure_shape

# Hierarchical clustering compares all pairs: 5,000 customers are 12.5 million.
COMPARISON_SAMPLE = 5_000
SAMPLE_SHARE = 0.8


@dataclass(frozen=True)
class Result:
    """The measures of one method.

    Attributes
    ----------
    n_segments : int
        Segments with a customer in them, without noise.
    smallest_share, noise_share : float
        Of the customers, 0 to 1.
    silhouette, davies_bouldin, calinski_harabasz : float or None
        In the space of the prepared features, the same for all methods; None with
        one segment.
    seed_agreement, sample_agreement : float
        Adjusted Rand index of two seeds, and of two random 80 % samples on the
        customers that both contain.
    value_explained, gini : float or None
        How well segments predict later revenue: the share of the variance of its
        logarithm, and how well the segments rank customers when ordered by past
        clv_amount (1 is perfect). None where nothing later is known.
    """

    method: str
    n_segments: int
    customers: int
    smallest_share: float
    noise_share: float
    silhouette: float | None
    davies_bouldin: float | None
    calinski_harabasz: float | None
    seed_agreement: float
    sample_agreement: float
    value_explained: float | None
    gini: float | None


def compare_methods(
    customers: Customers,
    before: Customers,
    later: Customers,
    n_segments: int,
    seed: int,
    show_progress=None,
) -> list[dict]:
    """Return the Result of each method as a dict.

    Parameters
    ----------
    customers : Customers
        With their clv_amount; at most 5,000 of them are used.
    before : Customers
        The customers of an earlier date with their sales since; may be empty.
    later : Customers
        The same as `customers`, with their later sales; may be empty.
    n_segments, seed : int
    show_progress : callable, optional
        Called with (method, done, of) before each method.
    """
    random = np.random.default_rng(seed)
    sample = np.sort(random.permutation(len(customers))[:COMPARISON_SAMPLE])
    task = SegmentationTask(customers.take(sample), before, n_segments, seed)
    later_amounts = later.values[sample] if len(later) else later.values
    results = []
    for done, (name, method) in enumerate(SEGMENTATION_METHODS.items()):
        if show_progress:
            show_progress(name, done, len(SEGMENTATION_METHODS))
        results.append(asdict(evaluate(name, method, task, later_amounts, random)))
    return results


def evaluate(
    name: str, method, task: SegmentationTask, later_amounts, random
) -> Result:
    """Return the measures of one method."""
    inputs, _ = task.prepare()
    labels = renumber(method(task))
    again = method(replace(task, seed=task.seed + 1))
    return Result(
        method=name,
        customers=len(labels),
        **describe_sizes(labels),
        **measure_shape(inputs[labels >= 0], labels[labels >= 0], task.seed),
        seed_agreement=float(adjusted_rand_score(labels, again)),
        sample_agreement=agree_between_samples(task, method, random),
        **measure_value(labels, task.customers.values, later_amounts),
    )


def renumber(labels: np.ndarray) -> np.ndarray:
    """Return labels without gaps from 0; noise stays -1."""
    kinds = np.unique(labels[labels >= 0])
    return np.where(labels >= 0, np.searchsorted(kinds, labels), -1)


def describe_sizes(labels: np.ndarray) -> dict:
    """Return how many segments there are, and how large."""
    sizes = np.bincount(labels[labels >= 0])
    return {
        "n_segments": len(sizes),
        "smallest_share": float(sizes.min() / len(labels)) if len(sizes) else 0.0,
        "noise_share": float((labels < 0).mean()),
    }


def agree_between_samples(
    task: SegmentationTask, method, random: np.random.Generator
) -> float:
    """Return how two random samples agree on the customers of both."""
    size = len(task.customers)
    labels = []
    for _ in range(2):
        chosen = np.sort(random.permutation(size)[: max(1, int(SAMPLE_SHARE * size))])
        found = np.full(size, np.nan)
        found[chosen] = method(replace(task, customers=task.customers.take(chosen)))
        labels.append(found)
    both = ~np.isnan(labels[0]) & ~np.isnan(labels[1])
    return float(adjusted_rand_score(labels[0][both], labels[1][both]))


def measure_value(labels, values, later_amounts) -> dict:
    """Return how well the segments predict later revenue; noise counts as one."""
    if not len(later_amounts):
        return {"value_explained": None, "gini": None}
    groups = labels + 1
    counts = np.maximum(np.bincount(groups), 1)
    ranks = (np.bincount(groups, weights=values) / counts)[groups]
    later = np.maximum(later_amounts, 0.0)
    return {
        "value_explained": explain_variance(groups, log_revenue(later_amounts)),
        "gini": normalised_gini(ranks, later),
    }

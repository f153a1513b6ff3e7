"""Compare methods on the same customers by the same measures."""

from dataclasses import replace

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ml.customers.customers import Customers
from ml.evaluation.segmentation_methods import SEGMENTATION_METHODS, SegmentationTask
from ml.metrics import explain_variance, log_revenue, normalised_gini
from ml.segments.measures import measure_shape

# Hierarchical clustering compares all pairs of customers: of 5,000, 12.5 million pairs.
COMPARISON_SAMPLE = 5_000
SAMPLE_SHARE = 0.8


def compare_methods(
    customers: Customers,
    before: Customers,
    later: Customers,
    n_segments: int,
    seed: int,
    show_progress=None,
) -> list[dict]:
    """Return a row of `algorithm_comparison` for each method.

    Parameters
    ----------
    customers : Customers
        With their clv_amount; the methods divide a sample of at most 5,000.
    before : Customers
        The customers of an earlier date with their sales since then; may be empty.
    later : Customers
        The same customers as in `customers`, with their later sales; may be empty.
    n_segments, seed : int
    show_progress : callable, optional
        Called before each method with its name, the number of methods done, and of all.
    """
    random = np.random.default_rng(seed)
    sample = np.sort(random.permutation(len(customers))[:COMPARISON_SAMPLE])
    task = SegmentationTask(customers.take(sample), before, n_segments, seed)
    later_amounts = later.values[sample] if len(later) else later.values
    results = []
    for done, (name, method) in enumerate(SEGMENTATION_METHODS.items()):
        if show_progress:
            show_progress(name, done, len(SEGMENTATION_METHODS))
        results.append(
            {"method": name, **evaluate(method, task, later_amounts, random)}
        )
    return results


def evaluate(method, task: SegmentationTask, later_amounts, random) -> dict:
    """Return the measures of one method; silhouette and similar scores ignore noise."""
    inputs, _ = task.prepare()
    labels = renumber(method(task))
    again = method(replace(task, seed=task.seed + 1))
    sizes = np.bincount(labels[labels >= 0])
    return {
        "n_segments": len(sizes),
        "customers": len(labels),
        "smallest_share": float(sizes.min() / len(labels)) if len(sizes) else 0.0,
        "noise_share": float((labels < 0).mean()),
        **measure_shape(inputs[labels >= 0], labels[labels >= 0], task.seed),
        "seed_agreement": float(adjusted_rand_score(labels, again)),
        "sample_agreement": agree_between_samples(task, method, random),
        **measure_value(labels, task.customers.values, later_amounts),
    }


def renumber(labels: np.ndarray) -> np.ndarray:
    """Return labels from 0 on without gaps; noise keeps the label -1."""
    kinds = np.unique(labels[labels >= 0])
    return np.where(labels >= 0, np.searchsorted(kinds, labels), -1)


def agree_between_samples(
    task: SegmentationTask, method, random: np.random.Generator
) -> float:
    """Return the adjusted Rand index of two 80 % samples on common customers."""
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
    """Return how well segments predict later revenue; noise counts as a segment."""
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

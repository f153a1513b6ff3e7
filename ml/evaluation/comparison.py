"""Compare methods on the same customers by the same measures."""

from dataclasses import replace

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ml.customers.customers import Customers
from ml.evaluation.comparison_table import MEASURES, NO_DIFFERENCE
from ml.evaluation.later_revenue import compare_value, measure_value
from ml.evaluation.segmentation_methods import (
    SEGMENTATION_METHODS,
    SHIPPED,
    SegmentationTask,
)
from ml.segments.shape import Shape

# Hierarchical clustering compares all pairs of customers: of 5,000, 12.5 million pairs.
COMPARISON_SAMPLE = 5_000
SAMPLE_SHARE = 0.8
# The digits after these depend on the processor.
DIGITS = 6


def compare_methods(
    customers: Customers,
    before: Customers,
    later: Customers,
    n_segments: int,
    seed: int,
    show_progress=None,
    recent: Customers | None = None,
) -> list[dict]:
    """Return a row of `algorithm_comparison` for each method.

    Every method divides the same customers four times: with two seeds, and on two
    samples of 80 %. If a method fails, its row says why and has no measures.

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
    recent : Customers, optional
        Like `before`, for a period as long as that of the later sales.
    """
    random = np.random.default_rng(seed)
    sample = np.sort(random.permutation(len(customers))[:COMPARISON_SAMPLE])
    task = SegmentationTask(customers.take(sample), before, n_segments, seed, recent)
    later_amounts = later.values[sample] if len(later) else np.zeros(len(sample))
    other_seed = replace(task, seed=seed + 1)
    samples = [draw_sample(task, random) for _ in range(2)]
    rows, labels = [], {}
    for done, (name, method) in enumerate(SEGMENTATION_METHODS.items()):
        if show_progress:
            show_progress(name, done, len(SEGMENTATION_METHODS))
        row = {"method": name, "n_segments": None, "customers": len(sample)}
        row |= {**dict.fromkeys(MEASURES), **NO_DIFFERENCE, "note": None}
        # A method that a user adds may raise anything.
        try:
            found = renumber(method(task))
            row |= measure(found, task, later_amounts)
            row["seed_agreement"] = agreement(found, method(other_seed))
            row["sample_agreement"] = agree_between_samples(method, samples)
            labels[name] = found
        except Exception as error:
            row["note"] = f"{error}" or type(error).__name__
        rows.append(row)
    values = task.customers.values
    compared = compare_value(labels, SHIPPED, values, later_amounts, seed)
    return [round_measures(row | compared.get(row["method"], {})) for row in rows]


def draw_sample(task: SegmentationTask, random) -> tuple[np.ndarray, SegmentationTask]:
    """Return the sorted places of 80 % of the customers, and the task of these."""
    size = len(task.customers)
    chosen = np.sort(random.permutation(size)[: max(1, int(SAMPLE_SHARE * size))])
    return chosen, replace(task, customers=task.customers.take(chosen))


def measure(labels: np.ndarray, task: SegmentationTask, later_amounts) -> dict:
    """Return the measures of one segmentation; measures of shape ignore noise."""
    if len(labels) != len(task.customers):
        raise ValueError(f"{len(labels)} labels for {len(task.customers)} customers")
    sizes = np.bincount(labels[labels >= 0])
    is_inside = labels >= 0
    return {
        "n_segments": len(sizes),
        "smallest_share": float(sizes.min() / len(labels)) if len(sizes) else 0.0,
        "noise_share": float((labels < 0).mean()),
        **Shape(task.inputs[is_inside], task.seed).measure(labels[is_inside]),
        **measure_value(labels, task.customers.values, later_amounts),
    }


def renumber(labels: np.ndarray) -> np.ndarray:
    """Return labels from 0 on without gaps; noise keeps the label -1."""
    kinds = np.unique(labels[labels >= 0])
    return np.where(labels >= 0, np.searchsorted(kinds, labels), -1)


def agreement(labels: np.ndarray, again: np.ndarray) -> float:
    """Return the adjusted Rand index of two segmentations of the same customers."""
    return float(adjusted_rand_score(labels, again))


def agree_between_samples(method, samples) -> float:
    """Return the adjusted Rand index of two samples on their common customers."""
    (first, one), (second, other) = samples
    _, here, there = np.intersect1d(first, second, return_indices=True)
    return agreement(method(one)[here], method(other)[there])


def round_measures(row: dict) -> dict:
    """Return a row with six digits after the point."""
    return {
        name: round(one, DIGITS) if isinstance(one, float) else one
        for name, one in row.items()
    }

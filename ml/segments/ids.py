"""Segment ids that stay: a retrained segment inherits the id of its customers."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from ml.segments.stability import jaccard

# A new segment inherits an old id only if the Jaccard index of both segments is at
# least this (Hennig 2007, "Cluster-wise assessment of cluster stability", section 3:
# below one half, a cluster is dissolved).
SMALLEST_OVERLAP = 0.5


def inherit_ids(
    generations: list[np.ndarray], labels: np.ndarray, n_segments: int, next_id: int
) -> list[int]:
    """Return the id of each new segment.

    Parameters
    ----------
    generations : list of (customers,) arrays of int
        The ids of the segments that former models give to the customers, the latest
        model first. A segment that continues none of the latest model looks among the
        ids that only earlier models have.
    labels : (customers,) array of int
        The new segments, 0 to `n_segments` - 1. Segments that inherit no id get new ids
        in this order.
    n_segments : int
    next_id : int
        The lowest id that no segment has ever had.
    """
    ids: dict[int, int] = {}
    seen: set[int] = set()
    for old_ids in generations:
        known, old_labels = np.unique(old_ids, return_inverse=True)
        overlaps = jaccard(labels, old_labels, n_segments)
        overlaps[[*ids]] = 0
        overlaps[:, np.isin(known, [*seen])] = 0
        ids |= {
            int(new): int(known[old])
            for new, old in zip(*linear_sum_assignment(-overlaps), strict=True)
            if overlaps[new, old] >= SMALLEST_OVERLAP
        }
        seen.update(known.tolist())
    for new in range(n_segments):
        if new not in ids:
            ids[new] = next_id
            next_id += 1
    return [ids[new] for new in range(n_segments)]


def count_moves(old_ids: np.ndarray, new_ids: np.ndarray) -> dict:
    """Return the columns that count customers by old and new segment id."""
    moves, counts = np.unique(
        np.column_stack([old_ids, new_ids]), axis=0, return_counts=True
    )
    return {
        "moved_from_ids": moves[:, 0].tolist(),
        "moved_to_ids": moves[:, 1].tolist(),
        "moved_customers": counts.tolist(),
    }

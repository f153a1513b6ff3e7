"""Segment ids that stay: a retrained segment inherits the id of its customers."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from ml.segments.stability import jaccard

# A new segment inherits an old id only if the Jaccard index of both segments is at
# least this (Hennig 2007, "Cluster-wise assessment of cluster stability", section 3:
# below one half, a cluster is dissolved).
SMALLEST_OVERLAP = 0.5


def inherit_ids(
    old_ids: np.ndarray, labels: np.ndarray, n_segments: int, next_id: int
) -> list[int]:
    """Return the id of each new segment.

    Parameters
    ----------
    old_ids : (customers,) array of int
        The ids of the segments that the previous champion gives to the customers.
    labels : (customers,) array of int
        The new segments, 0 to `n_segments` - 1. Segments that inherit no id get new ids
        in this order.
    n_segments : int
    next_id : int
        The lowest id that no segment has ever had.
    """
    known, old_labels = np.unique(old_ids, return_inverse=True)
    overlaps = jaccard(labels, old_labels, n_segments)
    ids = {
        new: int(known[old])
        for new, old in zip(*linear_sum_assignment(-overlaps), strict=True)
        if overlaps[new, old] >= SMALLEST_OVERLAP
    }
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

"""Segment ids that stay: a retrained segment inherits the id of its customers."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from ml.segments.stability import jaccard

# The least Jaccard index of two segments that count as the same (Hennig 2007,
# "Cluster-wise assessment of cluster stability", section 3: below one half a cluster is
# dissolved).
SMALLEST_OVERLAP = 0.5


def inherit_ids(
    old_ids: np.ndarray, labels: np.ndarray, n_segments: int, next_id: int
) -> list[int]:
    """Return the id of each new segment.

    Parameters
    ----------
    old_ids : (customers,) array of int
        Ids by the previous champion.
    labels : (customers,) array of int
        New segments, 0 to `n_segments` - 1; this is also the order of new ids.
    n_segments : int
    next_id : int
        The next unused id. No id is used twice.
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
    """Return the columns that count customers per old and new segment id."""
    moves, counts = np.unique(
        np.column_stack([old_ids, new_ids]), axis=0, return_counts=True
    )
    return {
        "moved_from_ids": moves[:, 0].tolist(),
        "moved_to_ids": moves[:, 1].tolist(),
        "moved_customers": counts.tolist(),
    }

"""Segment ids that stay: a retrained segment keeps the id of whom it took over."""

import numpy as np
from scipy.optimize import linear_sum_assignment

# Of all customers in the old or the new segment, the share in both that makes them
# the same segment (Hennig 2007, "Cluster-wise assessment of cluster stability",
# section 3: below one half a cluster is dissolved).
SMALLEST_OVERLAP = 0.5


def inherit_ids(
    old_ids: np.ndarray, labels: np.ndarray, n_segments: int, ids_given: int
) -> list[int]:
    """Return the id of each new segment.

    Parameters
    ----------
    old_ids : (customers,) array of int
        Ids by the previous champion.
    labels : (customers,) array of int
        New segments, 0 to `n_segments` - 1, in the order in which new ids shall
        be given.
    ids_given : int
        How many ids there ever were: the next new one. None is used again.
    """
    known = np.unique(old_ids)
    overlaps = np.array(
        [
            [overlap(old_ids == old, labels == new) for old in known]
            for new in range(n_segments)
        ]
    )
    ids: list[int | None] = [None] * n_segments
    for new, old in zip(*linear_sum_assignment(-overlaps), strict=True):
        if overlaps[new, old] >= SMALLEST_OVERLAP:
            ids[new] = int(known[old])
    for new in range(n_segments):
        if ids[new] is None:
            ids[new] = ids_given
            ids_given += 1
    return ids


def count_moves(old_ids: np.ndarray, new_ids: np.ndarray) -> dict:
    """Return the columns that say how many customers went from where to where.

    Parameters
    ----------
    old_ids, new_ids : (customers,) arrays of int
        Segment ids by the previous champion and by the new one.
    """
    moves, counts = np.unique(
        np.column_stack([old_ids, new_ids]), axis=0, return_counts=True
    )
    return {
        "moved_from_ids": moves[:, 0].tolist(),
        "moved_to_ids": moves[:, 1].tolist(),
        "moved_customers": counts.tolist(),
    }


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    """Return the Jaccard index of two sets of customers, as masks."""
    either = (first | second).sum()
    return float((first & second).sum() / either) if either else 0.0


def starting_points(latents: np.ndarray, old_ids: np.ndarray) -> np.ndarray:
    """Return the center of each old segment in the new latent space."""
    return np.array(
        [latents[old_ids == old].mean(axis=0) for old in np.unique(old_ids)]
    )

"""K-Means on the latent space."""

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from ml.customers.customers import Customers
from ml.encoder.scoring import encode
from ml.segments.sample_size import SMALLEST_SEGMENT

# A campaign for a smaller share of the customers does not pay.
SMALLEST_SHARE = 0.03
# The least share of customers that are no outliers.
LEAST_TYPICAL = 0.9


def least_size(customers: int) -> float:
    """Return the size under which a segment is too small."""
    return max(SMALLEST_SEGMENT, SMALLEST_SHARE * customers)


def is_too_small(sizes: np.ndarray) -> np.ndarray:
    """Return which of the (segments,) sizes are too small."""
    return sizes < least_size(sizes.sum())


def count_distinct(latents: np.ndarray) -> int:
    """Return the number of different customers, the largest possible k."""
    return len(np.unique(np.round(latents, 9), axis=0))


def fit_centroids(latents: np.ndarray, n_segments: int) -> np.ndarray:
    """Return the (segments, 8) centroids of K-Means, which begins at `find_start`.

    Customers of a segment under 3 % of all customers, or under 10 customers, are
    outliers: K-Means is repeated without them. If more than a tenth are outliers, the
    small segments stay.
    """
    least = least_size(len(latents))
    first, typical = None, latents
    while len(typical) >= LEAST_TYPICAL * len(latents):
        centroids = move_centroids(typical, find_start(typical, n_segments))
        first = centroids if first is None else first
        if len(centroids) < len(first):
            break
        labels = nearest(typical, centroids)
        is_large = np.bincount(labels, minlength=len(centroids)) >= least
        if is_large.all():
            return centroids
        typical = typical[is_large[labels]]
    return first


def find_start(latents: np.ndarray, n_segments: int) -> np.ndarray:
    """Return (segments, 8) centroids to start from, found by the shape of the data.

    All customers are one group. The group with the largest inertia is split at its mean
    along its principal direction, until there are enough groups (PCA-Part, Su & Dy
    2007, "In search of deterministic methods for initializing K-means and Gaussian
    mixture clustering", section 3). A split with a half under 3 % of the customers, or
    under 10 customers, is made only if no other group or direction can be split.
    """
    least = least_size(len(latents))
    groups = [latents]
    while len(groups) < n_segments and (found := find_split(groups, least)):
        place, halves = found
        groups[place : place + 1] = halves
    return np.array([one.mean(axis=0) for one in groups])


def find_split(groups: list[np.ndarray], least: float):
    """Return the place of a group and its halves; None if all customers are alike."""
    too_small = None
    for place in np.argsort([-inertia_of(one) for one in groups], kind="stable"):
        for halves in split(groups[place]):
            smallest = min(map(len, halves))
            if smallest >= least:
                return place, halves
            if smallest and not too_small:
                too_small = place, halves
    return too_small


def split(group: np.ndarray):
    """Yield the sides of the mean along each principal direction, strongest first."""
    centered = group - group.mean(axis=0)
    _, directions = np.linalg.eigh(centered.T @ centered)
    for direction in directions.T[::-1]:
        # Rounded, because the last digits depend on the processor.
        side = np.round(centered @ direction, 9) > 0
        yield group[~side], group[side]


def inertia_of(group: np.ndarray) -> float:
    """Return the sum of squared distances to the mean of the group."""
    return float(((group - group.mean(axis=0)) ** 2).sum())


def move_centroids(latents: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the centroids of K-Means that begins at `start`, (segments, 8)."""
    with threadpool_limits(limits=1):
        return KMeans(len(start), init=start, n_init=1).fit(latents).cluster_centers_


def measure_inertia(latents: np.ndarray, centroids: np.ndarray) -> float:
    """Return the sum of squared distances to the nearest centroid."""
    return float(squared_distances(latents, centroids).min(axis=1).sum())


def measure_spread(space: np.ndarray, labels: np.ndarray) -> float:
    """Return the sum of squared distances to the means of the segments."""
    return float(sum(inertia_of(space[labels == label]) for label in np.unique(labels)))


def nearest(latents: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the index of the nearest centroid for each customer."""
    return squared_distances(latents, centroids).argmin(axis=1)


def squared_distances(latents: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return squared distances of shape (customers, segments)."""
    # One centroid at a time: all differences at once need much memory.
    return np.column_stack(
        [((latents - centroid) ** 2).sum(axis=1) for centroid in centroids]
    )


def assign(row: dict, customers: Customers) -> np.ndarray:
    """Return the segment id of each customer, shape (customers,)."""
    place = nearest(encode(row, customers), np.array(row["centroids"]))
    return np.array(row["segment_ids"])[place]

"""K-Means on the latent space."""

import numpy as np
from sklearn.cluster import KMeans

from ml.customers.customers import Customers
from ml.encoder.scoring import encode
from ml.encoder.threads import one_thread
from ml.segments.sample_size import SMALLEST_SEGMENT

# A campaign for a smaller share of the customers does not pay.
SMALLEST_SHARE = 0.03
# The least share of customers that are no outliers.
LEAST_TYPICAL = 0.9


def least_size(customers: int) -> float:
    """Return the size under which a segment is too small."""
    return max(SMALLEST_SEGMENT, SMALLEST_SHARE * customers)


def count_distinct(latents: np.ndarray) -> int:
    """Return the number of different customers, the largest possible k."""
    return len(np.unique(np.round(latents, 9), axis=0))


class Growth:
    """K-Means of one, two, three and more segments, each grown from the one before.

    To add a segment, each segment in turn is split, K-Means continues from there, and
    the result with the lowest inertia stays (global K-Means; Likas, Vlassis & Verbeek
    2003, "The global k-means clustering algorithm", section 2). A segment is split at
    its mean along its principal direction (Su & Dy 2007, "In search of deterministic
    methods for initializing K-means and Gaussian mixture clustering", section 3). So
    no start is drawn at random.

    Attributes
    ----------
    latents : (customers, 8) array
    """

    def __init__(self, latents: np.ndarray):
        self.latents = latents
        self._found = [latents.mean(axis=0)[None]]

    def until(self, n_segments: int) -> np.ndarray:
        """Return (segments, 8) centroids; fewer if customers are too alike."""
        while len(self._found) < n_segments:
            grown = add_segment(self.latents, self._found[-1])
            if grown is None:
                return self._found[-1]
            self._found.append(grown)
        return self._found[n_segments - 1]


def fit_centroids(growth: Growth, n_segments: int) -> np.ndarray:
    """Return the (segments, 8) centroids of K-Means on the latents of a growth.

    Customers of a segment under 3 % of all customers, or under 10 customers, are
    outliers: they are left out, and other segments are split instead. If more than a
    tenth are outliers, the small segments stay.
    """
    typical = growth.latents
    least = least_size(len(typical))
    first = centroids = growth.until(n_segments)
    while len(centroids) == len(first):
        labels = nearest(typical, centroids)
        is_large = np.bincount(labels, minlength=len(centroids)) >= least
        if is_large.all():
            return centroids
        typical = typical[is_large[labels]]
        if len(typical) < LEAST_TYPICAL * len(growth.latents):
            break
        centroids = move_centroids(typical, centroids[is_large])
        while len(centroids) < len(first):
            centroids = add_segment(typical, centroids)
            if centroids is None:
                return first
    return first


def add_segment(latents: np.ndarray, centroids: np.ndarray) -> np.ndarray | None:
    """Return the centroids of K-Means with one segment more; None if all are alike.

    A split with a half under 3 % of the customers, or under 10 customers, is made only
    if no segment can be split otherwise.
    """
    labels = nearest(latents, centroids)
    least = least_size(len(latents))
    splits, small_splits = [], []
    for place in range(len(centroids)):
        for halves in split(latents[labels == place]):
            smallest = min(map(len, halves))
            if smallest:
                kept = np.delete(centroids, place, axis=0)
                start = np.vstack([kept, *(one.mean(axis=0) for one in halves)])
                (splits if smallest >= least else small_splits).append(start)
            if smallest >= least:
                break
    grown = [run_kmeans(latents, one) for one in splits or small_splits[:1]]
    # Rounded, because the last digits depend on the processor.
    scale = max(inertia_of(latents), 1e-12)
    best = min(grown, key=lambda one: round(one.inertia_ / scale, 9), default=None)
    return None if best is None else best.cluster_centers_


def split(group: np.ndarray):
    """Yield the sides of the mean along each principal direction, strongest first."""
    if len(group) < 2:
        return
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
    return run_kmeans(latents, start).cluster_centers_


def run_kmeans(latents: np.ndarray, start: np.ndarray) -> KMeans:
    """Return K-Means that begins at the (segments, 8) centroids `start`."""
    with one_thread():
        return KMeans(len(start), init=start, n_init=1).fit(latents)


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
    differences = (latents - centroid for centroid in centroids)
    return np.column_stack([np.einsum("ij,ij->i", one, one) for one in differences])


def assign(row: dict, customers: Customers) -> np.ndarray:
    """Return the segment id of each customer, shape (customers,)."""
    place = nearest(encode(row, customers), np.array(row["centroids"]))
    return np.array(row["segment_ids"])[place]

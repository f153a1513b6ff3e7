"""K-Means on the latent space."""

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from ml.customers.customers import Customers
from ml.encoder.scoring import encode
from ml.segments.sample_size import SMALLEST_SEGMENT

STARTS = 10
# A segment should have at least this share of the customers: a campaign for fewer
# customers does not pay.
SMALLEST_SHARE = 0.03


def count_distinct(latents: np.ndarray) -> int:
    """Return the number of customers with different latents, which is the largest k."""
    return len(np.unique(np.round(latents, 9), axis=0))


def fit_centroids(
    latents: np.ndarray, n_segments: int, seed: int, starts: int = STARTS
) -> np.ndarray:
    """Run K-Means several times; return the (segments, 8) centroids that fit best.

    The solution with the lowest inertia fits best. A solution with a segment under 3 %
    of the customers, or under 10 customers, is returned only if all solutions have such
    a segment.
    """
    least = max(SMALLEST_SEGMENT, SMALLEST_SHARE * len(latents))
    fits = []
    # Several threads add up in a different order each time, which changes the last
    # digits.
    with threadpool_limits(limits=1):
        for start in range(starts):
            # n_init of scikit-learn would choose by inertia alone, even a small
            # segment.
            state = np.random.RandomState([seed, start])
            model = KMeans(n_segments, n_init=1, random_state=state).fit(latents)
            smallest = np.bincount(model.labels_, minlength=n_segments).min()
            fits.append((smallest < least, model.inertia_, start, model))
    return min(fits, key=lambda fit: fit[:3])[-1].cluster_centers_


def move_centroids(latents: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the centroids of K-Means that begins at `start`, (segments, 8)."""
    with threadpool_limits(limits=1):
        return KMeans(len(start), init=start, n_init=1).fit(latents).cluster_centers_


def measure_inertia(latents: np.ndarray, centroids: np.ndarray) -> float:
    """Return the sum of squared distances from customers to their nearest centroids."""
    return float(squared_distances(latents, centroids).min(axis=1).sum())


def nearest(latents: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the index of the nearest centroid for each customer."""
    return squared_distances(latents, centroids).argmin(axis=1)


def squared_distances(latents: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return squared distances from customers to centroids, (customers, segments)."""
    # Each centroid is subtracted alone: all differences at once would need much memory.
    return np.column_stack(
        [((latents - centroid) ** 2).sum(axis=1) for centroid in centroids]
    )


def assign(row: dict, customers: Customers) -> np.ndarray:
    """Return the segment id of each customer, shape (customers,)."""
    place = nearest(encode(row, customers), np.array(row["centroids"]))
    return np.array(row["segment_ids"])[place]

"""Measure how well segments are separated in a space."""

from functools import cached_property

import numpy as np
from sklearn.metrics import (
    calinski_harabasz_score,
    davies_bouldin_score,
    pairwise_distances,
    silhouette_score,
)

from ml.segments.stability import SEED

# The measures beside the silhouette.
OTHERS = {
    "davies_bouldin": davies_bouldin_score,
    "calinski_harabasz": calinski_harabasz_score,
}
SHAPE_SCORES = ("silhouette", *OTHERS)
SCORE_SAMPLE = 5_000


class Shape:
    """Customers in a space, for measures of how well segments are separated in it.

    The measures use a sample of at most 5,000 customers, whose distances from each
    other are computed once for all numbers of segments.
    """

    def __init__(self, space: np.ndarray, seed: int = SEED):
        random = np.random.default_rng(seed)
        self.places = np.sort(random.permutation(len(space))[:SCORE_SAMPLE])
        self.space = space[self.places]

    @cached_property
    def distances(self) -> np.ndarray:
        """Return the distances between sampled customers, (sampled, sampled)."""
        return pairwise_distances(self.space)

    def measure(self, labels: np.ndarray) -> dict[str, float | None]:
        """Return the measures of segments by name; an undefined measure is None.

        `labels` is a (customers,) array of int.
        """
        labels = labels[self.places]
        if not 1 < len(set(labels)) < len(labels):
            return dict.fromkeys(SHAPE_SCORES)
        silhouette = silhouette_score(self.distances, labels, metric="precomputed")
        return {
            "silhouette": float(silhouette),
            **{name: float(one(self.space, labels)) for name, one in OTHERS.items()},
        }

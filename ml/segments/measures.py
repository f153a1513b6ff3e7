"""Measure candidates for the number of segments."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import (
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)

from ml.metrics import explain_variance
from ml.segments.clustering import (
    count_distinct,
    fit_centroids,
    measure_inertia,
    nearest,
)
from ml.segments.sample_size import ENOUGH, MOST_OF_FEW, SMALLEST_SEGMENT
from ml.segments.stability import Resampled, bootstrap_jaccard

CANDIDATES = range(2, 11)
# The measures of how well segments are separated.
SHAPE_SCORES = {
    "silhouette": silhouette_score,
    "davies_bouldin": davies_bouldin_score,
    "calinski_harabasz": calinski_harabasz_score,
}
SCORE_SAMPLE = 5_000


@dataclass(frozen=True)
class Candidate:
    """Segments for one k: centroids and measures.

    Attributes
    ----------
    n_segments : int
    centroids : (segments, 8) array
    inertia : float
        Sum of squared distances to the centroids; smaller is tighter.
    silhouette, davies_bouldin, calinski_harabasz : float or None
        None if undefined: for one segment, or as many segments as customers.
    stability : tuple of float or None
        The bootstrap Jaccard index of each segment. It is None for fewer than 500
        customers, because their samples differ too much. It is None for a single
        segment, because that has no other segment to mix with.
    smallest : int
        The number of customers in the smallest segment.
    smallest_share : float
        The share of all customers who are in the smallest segment, 0 to 1.
    value_explained : float or None
        The share of the variance of later log revenue that the segments explain; None
        if no later revenue is known.
    """

    n_segments: int
    centroids: np.ndarray
    inertia: float
    silhouette: float | None
    davies_bouldin: float | None
    calinski_harabasz: float | None
    stability: tuple[float, ...] | None
    smallest: int
    smallest_share: float
    value_explained: float | None = None

    @property
    def least_stability(self) -> float | None:
        """Return the bootstrap Jaccard index of the least stable segment."""
        return None if self.stability is None else min(self.stability)


@dataclass(frozen=True)
class LatentSpace:
    """The latents of customers today and at an earlier date, with the sales since then.

    Attributes
    ----------
    latents : (customers, 8) array
    earlier_latents : (earlier customers, 8) array
    later_values : (earlier customers,) array
        The log revenue of each customer since the earlier date; may be empty.
    seed : int
        Seed of the sample for the measures of shape.
    resampled : Resampled or None
        Latents by the encoders of bootstrap samples; None for fewer than 500 customers.
    """

    latents: np.ndarray
    earlier_latents: np.ndarray
    later_values: np.ndarray
    seed: int
    resampled: Resampled | None = None

    def measure_candidates(self) -> list[Candidate]:
        """Return K-Means with 2 to 10 segments, as far as the customers allow.

        There are at most as many segments as customers with different latents, and at
        most one segment per ten customers. With fewer than 500 customers, there are at
        most four segments, because more would not be stable.
        """
        customers = len(self.latents)
        most = min(count_distinct(self.latents), customers // SMALLEST_SEGMENT)
        if customers < ENOUGH:
            most = min(most, MOST_OF_FEW)
        return [
            self.measure(fit_centroids(self.latents, n_segments))
            for n_segments in CANDIDATES
            if n_segments <= most
        ]

    def measure(self, centroids: np.ndarray) -> Candidate:
        """Return the measures of (segments, 8) centroids."""
        labels = nearest(self.latents, centroids)
        sizes = np.bincount(labels, minlength=len(centroids))
        stability = value_explained = None
        if len(centroids) > 1 and self.resampled:
            found = bootstrap_jaccard(labels, len(centroids), self.resampled)
            stability = tuple(found.tolist())
        if len(self.later_values):
            value_explained = explain_variance(
                nearest(self.earlier_latents, centroids), self.later_values
            )
        return Candidate(
            n_segments=len(centroids),
            centroids=centroids,
            inertia=measure_inertia(self.latents, centroids),
            **measure_shape(self.latents, labels, self.seed),
            stability=stability,
            smallest=int(sizes.min()),
            smallest_share=float(sizes.min() / len(labels)),
            value_explained=value_explained,
        )


def measure_shape(
    space: np.ndarray, labels: np.ndarray, seed: int
) -> dict[str, float | None]:
    """Return how well segments are separated in a (customers, dimensions) space.

    An undefined score is None. The scores use a sample of at most 5,000 customers.
    """
    random = np.random.default_rng(seed)
    sample = np.sort(random.permutation(len(labels))[:SCORE_SAMPLE])
    space, labels = space[sample], labels[sample]
    if not 1 < len(set(labels)) < len(labels):
        return dict.fromkeys(SHAPE_SCORES)
    return {name: float(score(space, labels)) for name, score in SHAPE_SCORES.items()}

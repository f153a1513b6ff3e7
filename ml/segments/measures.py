"""The measures by which a number of segments is chosen."""

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
from ml.segments.stability import bootstrap_jaccard

CANDIDATES = range(2, 11)
# How well segments are separated.
SHAPE_SCORES = {
    "silhouette": silhouette_score,
    "davies_bouldin": davies_bouldin_score,
    "calinski_harabasz": calinski_harabasz_score,
}
SCORE_SAMPLE = 5_000


@dataclass(frozen=True)
class Candidate:
    """One number of segments with its centroids and measures.

    Attributes
    ----------
    n_segments : int
    centroids : (segments, 8) array
    inertia : float
        Sum of squared distances to the centroids; smaller is tighter.
    silhouette, davies_bouldin, calinski_harabasz : float or None
        None where they are undefined: one segment, or as many as customers.
    stability : tuple of float or None
        Bootstrap Jaccard of each segment. None for fewer than 500 customers, which
        cannot tell, and for one segment, which every sample gives again.
    smallest : int
        Customers in the smallest segment.
    smallest_share : float
        Their share of all customers, 0 to 1.
    value_explained : float or None
        Share of the variance of later log revenue that the segments explain; None
        where nothing later is known.
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
        """Return the bootstrap Jaccard of the least stable segment."""
        return None if self.stability is None else min(self.stability)


@dataclass(frozen=True)
class LatentSpace:
    """Latents of customers today and at an earlier date, and the sales since then.

    Attributes
    ----------
    latents : (customers, 8) array
    earlier_latents : (earlier customers, 8) array
    later_values : (earlier customers,) array
        Log revenue since the earlier date; may be empty.
    seed : int
        Of K-Means and of the samples.
    """

    latents: np.ndarray
    earlier_latents: np.ndarray
    later_values: np.ndarray
    seed: int

    def measure_candidates(self) -> list[Candidate]:
        """Return K-Means with 2 to 10 segments, as far as the customers allow.

        Each segment needs ten customers and a place of its own. Fewer than 500
        customers give at most four segments, because more would not be stable.
        """
        customers = len(self.latents)
        most = min(count_distinct(self.latents), customers // SMALLEST_SEGMENT)
        if customers < ENOUGH:
            most = min(most, MOST_OF_FEW)
        return [
            self.measure(fit_centroids(self.latents, n_segments, self.seed))
            for n_segments in CANDIDATES
            if n_segments <= most
        ]

    def measure(self, centroids: np.ndarray) -> Candidate:
        """Return the measures of (segments, 8) centroids."""
        labels = nearest(self.latents, centroids)
        sizes = np.bincount(labels, minlength=len(centroids))
        return Candidate(
            n_segments=len(centroids),
            centroids=centroids,
            inertia=measure_inertia(self.latents, centroids),
            **self.measure_shape(labels),
            stability=self.measure_stability(centroids),
            smallest=int(sizes.min()),
            smallest_share=float(sizes.min() / len(labels)),
            value_explained=self.explain_value(centroids),
        )

    def measure_stability(self, centroids: np.ndarray) -> tuple[float, ...] | None:
        """Return the bootstrap Jaccards; None where they mean nothing."""
        if len(centroids) < 2 or len(self.latents) < ENOUGH:
            return None
        stability = bootstrap_jaccard(self.latents, centroids, self.seed)
        return tuple(stability.tolist())

    def measure_shape(self, labels: np.ndarray) -> dict[str, float | None]:
        """Return the scores of at most 5,000 customers."""
        random = np.random.default_rng(self.seed)
        sample = np.sort(random.permutation(len(labels))[:SCORE_SAMPLE])
        return measure_shape(self.latents[sample], labels[sample])

    def explain_value(self, centroids: np.ndarray) -> float | None:
        """Return the share of later variance explained; None where it is unknown."""
        if not len(self.later_values):
            return None
        return explain_variance(
            nearest(self.earlier_latents, centroids), self.later_values
        )


def measure_shape(space: np.ndarray, labels: np.ndarray) -> dict[str, float | None]:
    """Return how well segments are separated; None where a score is undefined.

    Parameters
    ----------
    space : (customers, dimensions) array
    labels : (customers,) array of int
    """
    if not 1 < len(set(labels)) < len(labels):
        return dict.fromkeys(SHAPE_SCORES)
    return {name: float(score(space, labels)) for name, score in SHAPE_SCORES.items()}

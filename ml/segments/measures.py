"""Measure candidates for the number of segments."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ml.encoder.scoring import Encoder
from ml.metrics import explain_variance
from ml.segments.clustering import (
    Growth,
    count_distinct,
    fit_centroids,
    measure_spread,
)
from ml.segments.division import Division
from ml.segments.sample_size import ENOUGH, MOST_OF_FEW, SMALLEST_SEGMENT
from ml.segments.shape import Shape
from ml.segments.stability import Resampled, bootstrap_jaccard

CANDIDATES = range(2, 11)


@dataclass(frozen=True)
class Candidate:
    """Segments for one k: encoder, centroids and measures.

    Attributes
    ----------
    n_segments : int
    division : Division
        Its encoder and its centroids; None for the segments of a former model.
    inertia : float
        Sum of squared distances to the means of the segments; smaller is tighter. As
        for the other measures of shape, the distances are those in the latents of the
        linear path, which all candidates share.
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
    division: Division | None
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
    """Customers today and at an earlier date, with the sales since then.

    Attributes
    ----------
    encoder : Encoder
        Its latents are the common space of all candidates, in which they are measured.
    inputs : (customers, inputs) array
    earlier_inputs : (earlier customers, inputs) array
    later_values : (earlier customers,) array
        The log revenue of each customer since the earlier date; may be empty.
    resampled : Resampled or None
        Bootstrap samples; None for fewer than 500 customers.
    """

    encoder: Encoder
    inputs: np.ndarray
    earlier_inputs: np.ndarray
    later_values: np.ndarray
    resampled: Resampled | None = None

    @cached_property
    def latents(self) -> np.ndarray:
        """Return the latents of today's customers by the encoder, (customers, 8)."""
        return self.encoder.encode(self.inputs)

    def measure_candidates(self) -> list[Candidate]:
        """Return candidates with 2 to 10 segments, as far as the customers allow.

        There are at most as many segments as customers with different latents, and at
        most one segment per ten customers. With fewer than 500 customers, there are at
        most four segments, because more would not be stable.
        """
        customers = len(self.latents)
        most = min(count_distinct(self.latents), customers // SMALLEST_SEGMENT)
        if customers < ENOUGH:
            most = min(most, MOST_OF_FEW)
        return [
            self.measure(self.divide(n_segments))
            for n_segments in CANDIDATES
            if n_segments <= most
        ]

    def divide(self, n_segments: int) -> Division:
        """Return the division into a number of segments."""
        return Division(self.encoder, fit_centroids(self._growth, n_segments))

    @cached_property
    def _shape(self) -> Shape:
        return Shape(self.latents)

    @cached_property
    def _growth(self) -> Growth:
        return Growth(self.latents)

    def measure(self, division: Division) -> Candidate:
        """Return a division with its measures."""
        labels, earlier_labels = map(division.label, (self.inputs, self.earlier_inputs))
        n_segments = len(division.centroids)
        return Candidate(
            n_segments=n_segments,
            division=division,
            **self.measure_labels(labels, earlier_labels, n_segments),
        )

    def measure_labels(
        self, labels: np.ndarray, earlier_labels: np.ndarray, n_segments: int
    ) -> dict:
        """Return the measures of segments, given as labels from 0 on."""
        sizes = np.bincount(labels, minlength=n_segments)
        stability = value_explained = None
        if n_segments > 1 and self.resampled:
            found = bootstrap_jaccard(labels, n_segments, self.resampled)
            stability = tuple(found.tolist())
        if len(self.later_values):
            value_explained = explain_variance(earlier_labels, self.later_values)
        return {
            "inertia": measure_spread(self.latents, labels),
            **self._shape.measure(labels),
            "stability": stability,
            "smallest": int(sizes.min()),
            "smallest_share": float(sizes.min() / len(labels)),
            "value_explained": value_explained,
        }

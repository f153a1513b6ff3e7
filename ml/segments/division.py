"""Divide customers into segments: an encoder, and K-Means on its latents."""

from dataclasses import dataclass

import numpy as np

from ml.encoder.scoring import Encoder
from ml.segments.clustering import Growth, fit_centroids, nearest


@dataclass(frozen=True)
class Division:
    """Segments of a number of customers.

    Attributes
    ----------
    encoder : Encoder
        Inputs to latents.
    centroids : (segments, 8) array
        In these latents.
    """

    encoder: Encoder
    centroids: np.ndarray

    def label(self, inputs: np.ndarray) -> np.ndarray:
        """Return the position of each customer's centroid, (customers,)."""
        return nearest(self.encoder.encode(inputs), self.centroids)


def divide(encoder: Encoder, inputs: np.ndarray, n_segments: int) -> Division:
    """Return K-Means on the latents of (customers, inputs) by an encoder."""
    growth = Growth(encoder.encode(inputs))
    return Division(encoder, fit_centroids(growth, n_segments))

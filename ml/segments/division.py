"""Divide customers into segments: components, K-Means, discriminants, K-Means."""

from dataclasses import dataclass

import numpy as np

from ml.encoder.autoencoder import CorrectedPath, LinearPath
from ml.encoder.discriminants import fit_discriminants
from ml.encoder.scoring import Encoder
from ml.segments.clustering import (
    Growth,
    fit_centroids,
    is_too_small,
    measure_spread,
    move_centroids,
    nearest,
)


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


def divide(
    path: LinearPath | CorrectedPath,
    inputs: np.ndarray,
    n_segments: int,
    growth: Growth | None = None,
) -> Division:
    """Return K-Means on the discriminants of K-Means on the latents of a path.

    The latents show where customers differ most, with all differences alike; the
    discriminants where segments differ most. If a segment gets too small on the way,
    the first segments stay.

    Parameters
    ----------
    path : LinearPath or CorrectedPath
    inputs : (customers, inputs) array
    n_segments : int
    growth : Growth, optional
        K-Means on the latents of these inputs, as far as it has been computed.
    """
    growth = growth or Growth(path.encoder.encode(inputs))
    first = Division(path.encoder, fit_centroids(growth, n_segments))
    labels = nearest(growth.latents, first.centroids)
    kinds, sizes = np.unique(labels, return_counts=True)
    if len(kinds) < max(2, len(first.centroids)) or sizes.min() < 2:
        return first
    columns = path.describe(inputs)
    if measure_spread(columns, labels) < 1e-9 * len(inputs):
        return first
    encoder = path.project(*fit_discriminants(columns, labels))
    latents = encoder.encode(inputs)
    start = np.array([latents[labels == one].mean(axis=0) for one in kinds])
    division = Division(encoder, move_centroids(latents, start))
    new_sizes = np.bincount(division.label(inputs), minlength=len(kinds))
    got_small = is_too_small(new_sizes).any() and not is_too_small(sizes).any()
    return first if got_small else division

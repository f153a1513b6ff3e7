"""Measure stability: whether other customers would give the same segments."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ml.segments.clustering import fit_centroids, nearest

BOOTSTRAPS = 50
# K-Means of each sample has so many starts. A single poor start would look like an
# unstable segment.
BOOTSTRAP_STARTS = 3
BOOTSTRAP_SAMPLE = 10_000


def bootstrap_jaccard(
    latents: np.ndarray, centroids: np.ndarray, seed: int
) -> np.ndarray:
    """Return how much of each segment bootstrap samples find again, (segments,).

    K-Means is repeated on 50 samples of at most 10,000 latents, drawn with replacement.
    The result is the Jaccard index of a segment and the most similar segment of a
    sample, as the mean over all samples. Below .6 a segment is unreliable, from .75 on
    stable, from .85 on highly stable (Hennig 2007, "Cluster-wise assessment of cluster
    stability", section 2).
    """
    random = np.random.default_rng(seed)
    if len(latents) > BOOTSTRAP_SAMPLE:
        chosen = random.choice(len(latents), BOOTSTRAP_SAMPLE, replace=False)
        latents = latents[np.sort(chosen)]
    labels = nearest(latents, centroids)
    draws = random.integers(len(latents), size=(BOOTSTRAPS, len(latents)))

    def repeat(number: int) -> np.ndarray:
        sample = latents[draws[number]]
        again = fit_centroids(sample, len(centroids), seed + number, BOOTSTRAP_STARTS)
        return jaccard(labels, nearest(latents, again), len(centroids)).max(axis=1)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.mean([*pool.map(repeat, range(BOOTSTRAPS))], axis=0)


def jaccard(labels: np.ndarray, others: np.ndarray, n_segments: int) -> np.ndarray:
    """Return the Jaccard index of each segment of `labels` with each of `others`.

    Both arguments are (customers,) arrays of segment numbers from 0 on.
    """
    both = np.zeros((n_segments, others.max() + 1))
    np.add.at(both, (labels, others), 1)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    return both / np.maximum(either, 1)

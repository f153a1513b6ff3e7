"""Real segments recur among other customers, and random segments do not."""

import numpy as np
import pytest

from ml.segments.clustering import fit_centroids, nearest
from ml.segments.stability import bootstrap_jaccard, jaccard, resample
from tests.ml.segments.test_clustering import blobs


def test_overlaps_are_jaccard_indices():
    labels = np.array([0, 0, 0, 0, 1, 1])
    others = np.array([1, 1, 1, 0, 0, 0])
    assert jaccard(labels, others, 3).tolist() == [
        [1 / 6, 0.75],
        [2 / 3, 0.0],
        [0.0, 0.0],
    ]


def shares(latents, n_segments, seed=1):
    """Return the stability of K-Means segments, if all samples have one encoder."""
    labels = nearest(latents, fit_centroids(latents, n_segments))
    resampled = resample(len(latents), seed, lambda sample, places: latents[places])
    return bootstrap_jaccard(labels, n_segments, resampled)


def test_planted_groups_are_stable_and_a_split_group_is_not():
    assert shares(blobs(3), 3).min() > 0.99
    split = shares(blobs(3), 4)
    assert split.shape == (4,)
    assert split.min() < 0.75


def test_the_seed_alone_decides():
    latents = np.random.default_rng(4).normal(size=(200, 8))
    first, again, other = (shares(latents, 4, seed) for seed in (1, 1, 2))
    assert first.tolist() == again.tolist()
    assert first.tolist() != pytest.approx(other.tolist())


def test_segments_that_another_encoder_would_not_give_are_unstable():
    """With frozen latents, groups that an encoder found by chance would seem stable."""
    latents, random = blobs(3), np.random.default_rng(2)

    def refit(sample, places):
        return latents[random.permutation(len(latents))][places]

    labels = nearest(latents, fit_centroids(latents, 3))
    resampled = resample(len(latents), 1, refit)
    assert bootstrap_jaccard(labels, 3, resampled).max() < 0.5

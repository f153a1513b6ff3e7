"""Real segments recur among other customers, and random segments do not."""

import numpy as np
import pytest

from ml.segments.clustering import fit_centroids
from ml.segments.stability import bootstrap_jaccard, jaccard
from tests.ml.segments.test_clustering import blobs


def test_overlaps_are_jaccard_indices():
    labels = np.array([0, 0, 0, 0, 1, 1])
    others = np.array([1, 1, 1, 0, 0, 0])
    assert jaccard(labels, others, 3).tolist() == [
        [1 / 6, 0.75],
        [2 / 3, 0.0],
        [0.0, 0.0],
    ]


def test_planted_groups_are_stable_and_a_split_group_is_not():
    latents = blobs(3)
    firm = bootstrap_jaccard(latents, fit_centroids(latents, 3, seed=1), seed=1)
    assert firm.min() > 0.99
    split = bootstrap_jaccard(latents, fit_centroids(latents, 4, seed=1), seed=1)
    assert split.shape == (4,)
    assert split.min() < 0.75


def test_the_seed_alone_decides():
    latents = np.random.default_rng(4).normal(size=(200, 8))
    centroids = fit_centroids(latents, 4, seed=1)
    first, again, other = (
        bootstrap_jaccard(latents, centroids, seed) for seed in (1, 1, 2)
    )
    assert first.tolist() == again.tolist()
    assert first.tolist() != pytest.approx(other.tolist())

"""Real segments recur among other customers, and random segments do not."""

import numpy as np

from ml.segments.division import divide
from ml.segments.stability import bootstrap_jaccard, jaccard, resample
from tests.ml.segments.spaces import PLAIN, as_inputs, resample_plainly
from tests.ml.segments.test_clustering import blobs


def test_overlaps_are_jaccard_indices():
    labels = np.array([0, 0, 0, 0, 1, 1])
    others = np.array([1, 1, 1, 0, 0, 0])
    assert jaccard(labels, others, 3).tolist() == [
        [1 / 6, 0.75],
        [2 / 3, 0.0],
        [0.0, 0.0],
    ]


def shares(latents, n_segments):
    """Return the stability of K-Means segments, if all samples have one encoder."""
    inputs = as_inputs(latents)
    labels = divide(PLAIN, inputs, n_segments).label(inputs)
    return bootstrap_jaccard(labels, n_segments, resample_plainly(inputs))


def test_planted_groups_are_stable_and_a_split_group_is_not():
    assert shares(blobs(3), 3).min() > 0.99
    split = shares(blobs(3), 4)
    assert split.shape == (4,)
    assert split.min() < 0.75


def test_the_same_customers_give_the_same_shares():
    latents = np.random.default_rng(4).normal(size=(200, 8))
    first, again = (shares(latents, 4) for _ in range(2))
    assert first.tolist() == again.tolist()


def test_segments_that_another_encoder_would_not_give_are_unstable():
    """With frozen latents, groups that an encoder found by chance would seem stable."""
    inputs, random = as_inputs(blobs(3)), np.random.default_rng(2)

    def refit(sample, places):
        return PLAIN.encode(inputs[random.permutation(len(inputs))][places])

    labels = divide(PLAIN, inputs, 3).label(inputs)
    resampled = resample(len(inputs), refit)
    assert bootstrap_jaccard(labels, 3, resampled).max() < 0.5

"""The number of segments is found, and bounded by what there is to split."""

import numpy as np

from ml.clustering import CANDIDATES, choose, find_elbow, nearest, sweep


def blobs(count, size=60, seed=3):
    random = np.random.default_rng(seed)
    return np.vstack(
        [
            random.normal(loc=8 * np.eye(8)[place], size=(size, 8))
            for place in range(count)
        ]
    )


def test_planted_groups_are_found():
    candidates = sweep(blobs(4), CANDIDATES, seed=1)
    assert find_elbow(candidates) == 4
    assert choose(candidates).n_segments == 4


def test_nearest_agrees_with_k_means():
    latents = blobs(3)
    chosen = sweep(latents, [3], seed=1)[0]
    labels = nearest(latents, chosen.centroids)
    assert sorted(np.bincount(labels).tolist()) == [60, 60, 60]


def test_no_more_segments_than_distinct_customers_allow():
    latents = np.repeat(np.eye(8)[:4], 5, axis=0)
    assert [candidate.n_segments for candidate in sweep(latents, CANDIDATES, 1)] == [
        2,
        3,
    ]

"""K-Means finds planted groups and avoids segments that are too small."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from ml.segments.clustering import (
    Growth,
    fit_centroids,
    measure_inertia,
    move_centroids,
    nearest,
)


def blobs(count, size=60, seed=3):
    random = np.random.default_rng(seed)
    return np.vstack(
        [
            random.normal(loc=8 * np.eye(8)[place], size=(size, 8))
            for place in range(count)
        ]
    )


def test_planted_groups_are_found():
    latents = blobs(3)
    labels = nearest(latents, fit_centroids(Growth(latents), 3))
    assert sorted(np.bincount(labels).tolist()) == [60, 60, 60]


def test_a_handful_of_outliers_is_no_segment():
    """The lowest inertia would give the four outliers a segment of their own."""
    latents = np.vstack([blobs(3), np.full((4, 8), 14.0)])
    tightest = KMeans(3, n_init=10, random_state=1).fit(latents)
    assert np.bincount(tightest.labels_).min() == 4
    centroids = fit_centroids(Growth(latents), 3)
    assert np.bincount(nearest(latents, centroids)).min() == 60
    assert measure_inertia(latents, centroids) > tightest.inertia_


@given(st.integers(2, 6), st.integers(0, 1000))
def test_centroids_depend_neither_on_the_order_nor_on_the_place_of_customers(
    count, seed
):
    random = np.random.default_rng(seed)
    latents = random.normal(size=(200, 8)) * random.uniform(0.2, 2, size=8)
    order = random.permutation(len(latents))
    labels = nearest(latents, fit_centroids(Growth(latents), count))
    again = nearest(latents, fit_centroids(Growth(latents[order] + 3.0), count) - 3.0)
    assert adjusted_rand_score(labels, again) == pytest.approx(1)


@given(st.integers(0, 1000))
def test_no_random_start_finds_planted_groups_that_the_growth_misses(seed):
    random = np.random.default_rng(seed)
    centers = random.normal(size=(5, 8)) * random.uniform(2, 6, size=8)
    sizes = random.integers(60, 200, size=5)
    latents = np.vstack(
        [
            random.normal(loc=one, size=(size, 8))
            for one, size in zip(centers, sizes, strict=True)
        ]
    )
    inertia = measure_inertia(latents, fit_centroids(Growth(latents), 5))
    best = KMeans(5, n_init=20, random_state=seed).fit(latents).inertia_
    assert inertia <= 1.1 * best


def test_a_segment_that_is_added_never_raises_inertia():
    growth = Growth(np.random.default_rng(5).normal(size=(400, 8)))
    inertia = [measure_inertia(growth.latents, growth.until(k)) for k in range(1, 9)]
    assert inertia == sorted(inertia, reverse=True)
    assert [len(growth.until(k)) for k in (8, 3)] == [8, 3]


def test_customers_who_are_all_alike_are_one_group():
    assert fit_centroids(Growth(np.ones((20, 8))), 3).shape == (1, 8)


def test_inertia_is_that_of_scikit_learn():
    latents = blobs(4)
    model = KMeans(4, n_init=1, random_state=1).fit(latents)
    inertia = measure_inertia(latents, model.cluster_centers_)
    assert inertia == pytest.approx(model.inertia_)


def test_centroids_move_to_the_customers():
    latents = blobs(2)
    start = np.array([latents[:60].mean(axis=0) + 1, latents[60:].mean(axis=0) - 1])
    moved = move_centroids(latents, start)
    assert moved[0] == pytest.approx(latents[:60].mean(axis=0), abs=1e-3)

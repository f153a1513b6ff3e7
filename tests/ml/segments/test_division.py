"""Discriminants correct borders that run through groups."""

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ml.encoder.autoencoder import CorrectedPath, fit_linear_path
from ml.segments.clustering import Growth, fit_centroids, least_size, nearest
from ml.segments.division import divide


def long_groups(size=300, seed=5):
    """Return customers of two long groups that lie side by side, and their groups."""
    random = np.random.default_rng(seed)
    labels = np.repeat([0, 1], size)
    columns = random.normal(size=(2 * size, 3)) * [1.0, 0.25, 0.25]
    columns[:, 0] += 3.0 * (labels - 0.5)
    columns[:, 1] += 1.2 * (labels - 0.5)
    return np.clip(columns, -3, 3), labels


def test_two_long_groups_are_found_that_k_means_cuts_across():
    columns, groups = long_groups()
    path = fit_linear_path(columns)
    latents = path.encoder.encode(columns)
    plain = adjusted_rand_score(
        groups, nearest(latents, fit_centroids(Growth(latents), 2))
    )
    found = adjusted_rand_score(groups, divide(path, columns, 2).label(columns))
    assert plain < 0.8
    assert found > 0.9


def test_a_corrected_path_is_divided_by_the_same_rule():
    columns, _ = long_groups()
    path = CorrectedPath(fit_linear_path(columns).encoder)
    division = divide(path, columns, 3)
    latents = division.encoder.encode(columns)
    assert division.centroids.shape == (3, 8)
    # Three segments have two discriminants.
    assert (latents.std(axis=0) > 1e-9).sum() <= 2


def test_segments_do_not_get_too_small_on_the_way():
    random = np.random.default_rng(6)
    for _ in range(20):
        columns = np.clip(random.standard_t(2, size=(400, 5)), -3, 3)
        path = fit_linear_path(columns)
        latents = path.encoder.encode(columns)
        least = least_size(len(columns))
        before = np.bincount(nearest(latents, fit_centroids(Growth(latents), 4)))
        after = np.bincount(divide(path, columns, 4).label(columns))
        assert before.min() < least or after.min() >= least


def test_customers_who_are_all_alike_are_one_segment():
    columns = np.ones((30, 4))
    assert divide(fit_linear_path(columns), columns, 3).label(columns).max() == 0


def test_groups_without_spread_stay():
    columns = np.repeat([[-1.0, 0.0], [1.0, 0.0], [0.0, 2.0]], 20, axis=0)
    labels = divide(fit_linear_path(columns), columns, 3).label(columns)
    assert sorted(np.bincount(labels)) == [20, 20, 20]

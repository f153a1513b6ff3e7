"""Discriminants separate segments better than the directions of all customers."""

import numpy as np
import pytest

from ml.encoder.components import LATENT_SIZE
from ml.encoder.discriminants import fit_discriminants


def groups(random, count, size=100):
    """Return customers of groups that differ in a quiet column, and their groups."""
    labels = np.repeat(np.arange(count), size)
    noise = random.normal(size=(len(labels), 12)) * np.linspace(3, 0.3, 12)
    noise[:, -1] += 2 * labels
    return noise, labels


def test_k_segments_have_at_most_k_minus_1_directions():
    columns, labels = groups(np.random.default_rng(0), 3)
    weights, bias = fit_discriminants(columns, labels)
    assert weights.shape == (12, LATENT_SIZE)
    assert (np.abs(weights).max(axis=0) > 0).tolist() == [True] * 2 + [False] * 6
    assert (columns @ weights + bias).mean(axis=0) == pytest.approx(
        np.zeros(LATENT_SIZE), abs=1e-7
    )


def test_there_are_never_more_directions_than_latents_or_columns():
    random = np.random.default_rng(1)
    columns, labels = groups(random, 12, 20)
    assert fit_discriminants(columns, labels)[0].any(axis=0).all()
    two = random.normal(size=(240, 2))
    assert fit_discriminants(two, labels)[0].any(axis=0).sum() == 2


def test_the_column_that_separates_the_segments_has_the_largest_weight():
    columns, labels = groups(np.random.default_rng(2), 2)
    weights, _ = fit_discriminants(columns, labels)
    assert np.abs(weights[:, 0] * columns.std(axis=0)).argmax() == 11


def test_a_constant_column_has_no_weight():
    columns, labels = groups(np.random.default_rng(3), 3)
    columns[:, 4] = 7.0
    assert not fit_discriminants(columns, labels)[0][4].any()


def test_the_order_of_customers_changes_nothing():
    random = np.random.default_rng(4)
    columns, labels = groups(random, 3)
    order = random.permutation(len(labels))
    weights, bias = fit_discriminants(columns, labels)
    again = fit_discriminants(columns[order], labels[order])
    assert again[0] == pytest.approx(weights, abs=1e-8)
    assert again[1] == pytest.approx(bias, abs=1e-7)

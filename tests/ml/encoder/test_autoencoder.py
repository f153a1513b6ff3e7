"""The autoencoder learns, and its result depends only on data and seed."""

import numpy as np
import pytest

from ml.encoder import network
from ml.encoder.autoencoder import train_autoencoder
from ml.encoder.network import LATENT_SIZE

pytestmark = pytest.mark.trains


@pytest.fixture
def inputs(monkeypatch):
    monkeypatch.setattr(network, "EPOCHS", 10)
    random = np.random.default_rng(0)
    return random.normal(size=(200, 3)) @ random.normal(size=(3, 12))


def test_training_lowers_the_loss(inputs):
    encoder = train_autoencoder(inputs, seed=1)
    assert encoder.training_loss[-1] < encoder.training_loss[0] / 2
    assert encoder.encode(inputs).shape == (200, LATENT_SIZE)


def test_the_seed_decides(inputs):
    first, again, other = (train_autoencoder(inputs, seed) for seed in (1, 1, 2))
    assert np.array_equal(first.latent_weights, again.latent_weights)
    assert not np.array_equal(first.latent_weights, other.latent_weights)


def test_a_single_feature_is_not_shrunk_to_nothing():
    random = np.random.default_rng(0)
    inputs = np.column_stack([random.normal(size=300), np.zeros((300, 9))])
    latents = train_autoencoder(inputs, seed=1).encode(inputs)
    strongest = np.linalg.svd(latents - latents.mean(axis=0), compute_uv=False)[0]
    assert strongest**2 / len(inputs) > 0.1


def test_independent_features_leave_weak_directions_out():
    """If all features vary in only one direction, only this direction is kept."""
    random = np.random.default_rng(0)
    shared = random.normal(size=(500, 1))
    inputs = np.hstack(
        [shared + 0.3 * random.normal(size=(500, 6)), random.normal(size=(500, 1)) / 2]
    )
    latents = train_autoencoder(inputs, seed=1).encode(inputs)
    strengths = np.linalg.svd(latents - latents.mean(axis=0), compute_uv=False)
    assert strengths[1] < 0.05 * strengths[0]

"""The autoencoder learns, and the seed alone decides what it learns."""

import numpy as np
import pytest

from ml import network
from ml.autoencoder import train_autoencoder
from ml.network import LATENT_SIZE


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

"""The linear path needs no seed; the network corrects it where it can."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.encoder import network
from ml.encoder.autoencoder import fit_linear_path, to_encoder, train_correction
from ml.encoder.components import LATENT_SIZE, THRESHOLD, fit_components
from ml.encoder.preparation import CLIP


def variances(latents):
    return np.sort(latents.var(axis=0))[::-1]


def test_components_are_principal_components_less_the_threshold():
    random = np.random.default_rng(0)
    inputs = random.normal(size=(500, 4)) * [4.0, 3.0, 2.0, 0.5]
    weights, bias = fit_components(inputs)
    latents = inputs @ weights + bias
    expected = np.linalg.svd(inputs - inputs.mean(axis=0), compute_uv=False) ** 2 / 500
    assert weights.shape == (4, LATENT_SIZE)
    assert latents.mean(axis=0) == pytest.approx(np.zeros(LATENT_SIZE), abs=1e-7)
    assert variances(latents)[:3] == pytest.approx(expected[:3] - THRESHOLD, rel=1e-6)
    assert variances(latents)[3:] == pytest.approx(np.zeros(5))


def test_a_single_feature_is_not_shrunk_to_nothing():
    random = np.random.default_rng(0)
    inputs = np.column_stack([random.uniform(-CLIP, CLIP, 300), np.zeros((300, 9))])
    latents = fit_linear_path(inputs).encoder.encode(inputs)
    assert variances(latents)[0] == pytest.approx(inputs[:, 0].var() - THRESHOLD)
    small = inputs / 10
    latents = fit_linear_path(small).encoder.encode(small)
    assert variances(latents)[0] == pytest.approx(small[:, 0].var() / 2)


def test_independent_features_leave_weak_directions_out():
    """If all features vary in only one direction, only this direction is kept."""
    random = np.random.default_rng(0)
    shared = random.normal(size=(500, 1))
    inputs = np.hstack(
        [shared + 0.3 * random.normal(size=(500, 6)), random.normal(size=(500, 1)) / 2]
    )
    found = variances(fit_linear_path(inputs).encoder.encode(inputs))
    assert found[1] < 0.01 * found[0]


def test_the_order_of_customers_changes_nothing():
    random = np.random.default_rng(3)
    inputs = random.normal(size=(200, 3)) @ random.normal(size=(3, 12))
    order = random.permutation(200)
    latents = fit_linear_path(inputs).encoder.encode(inputs)
    again = fit_linear_path(inputs[order]).encoder.encode(inputs[order])
    assert again == pytest.approx(latents[order], abs=1e-6)


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_units_with_a_large_bias_are_linear(seed, spread):
    random = np.random.default_rng(seed)
    weights = random.normal(0, spread, size=(5, LATENT_SIZE))
    bias = random.normal(0, spread, size=LATENT_SIZE)
    inputs = random.choice([-CLIP, 0.0, CLIP], size=(50, 5))
    latents = to_encoder(weights, bias).encode(inputs)
    assert latents == pytest.approx(inputs @ weights + bias, abs=1e-12 * spread * 100)


@pytest.fixture
def _few_epochs(monkeypatch):
    monkeypatch.setattr(network, "MAX_EPOCHS", 6)


def curve(size=400):
    """Return customers on a curve, which no linear path can follow."""
    place = np.random.default_rng(1).uniform(-2, 2, size=size)
    return np.column_stack([2 * place, place**2, np.abs(place), np.sin(2 * place)])


@pytest.mark.trains
@pytest.mark.usefixtures("_few_epochs")
def test_a_correction_follows_a_curve():
    inputs = curve()
    path = fit_linear_path(inputs)
    encoder, gains = train_correction(path, inputs, seed=1)
    assert gains.mean() > 0
    assert encoder.training_loss[-1] < encoder.training_loss[0]
    assert encoder.encode(inputs).shape == (400, LATENT_SIZE)
    assert not np.allclose(encoder.encode(inputs), path.encoder.encode(inputs))


@pytest.mark.trains
@pytest.mark.usefixtures("_few_epochs")
def test_where_nothing_is_left_to_correct_the_encoder_is_the_linear_path():
    random = np.random.default_rng(0)
    inputs = np.repeat(random.uniform(-2, 2, size=(300, 2)), [4, 5], axis=1)
    path = fit_linear_path(inputs)
    corrected, gains = train_correction(path, inputs, seed=1)
    assert gains == pytest.approx(np.zeros(60), abs=1e-4)
    assert corrected.encode(inputs) == pytest.approx(path.encoder.encode(inputs))


@pytest.mark.trains
@pytest.mark.usefixtures("_few_epochs")
def test_the_seed_decides_the_correction():
    path = fit_linear_path(curve())
    first, again, other = (
        train_correction(path, curve(), seed)[0].latent_weights for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)

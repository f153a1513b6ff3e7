"""The network is used only where it improves reconstruction and later sales."""

import numpy as np
import pytest

from ml.encoder.autoencoder import to_encoder
from ml.encoder.components import LATENT_SIZE
from ml.segments import encoder_choice, stability
from ml.segments.encoder_choice import choose_encoder, resample_encoders
from tests.ml.shops import make_shop

SIZE = 600


@pytest.fixture
def inputs():
    """Return customers whose second input tells later sales; the first does not."""
    random = np.random.default_rng(4)
    return np.column_stack([3 * random.normal(size=SIZE), random.normal(size=SIZE)])


@pytest.fixture
def choose(inputs, monkeypatch):
    """Return a function that chooses, given what the network learned."""

    def choose(weights, gains, later_values):
        turned = np.zeros((2, LATENT_SIZE))
        turned[:, 0] = weights
        corrected = to_encoder(turned, np.zeros(LATENT_SIZE))
        monkeypatch.setattr(
            encoder_choice, "train_correction", lambda *_: (corrected, np.array(gains))
        )
        # The expected value would tell the linear path what the network has found.
        monkeypatch.setattr(
            "ml.encoder.autoencoder.fit_expected_value", lambda *_: None
        )
        chosen, note = choose_encoder(
            inputs, inputs[: len(later_values)], later_values, 7
        )
        is_corrected = np.array_equal(chosen.hidden_weights, corrected.hidden_weights)
        return is_corrected, note

    return choose


def test_a_network_that_tells_later_sales_better_is_used(choose, inputs):
    is_corrected, note = choose([0, 3], [0.5, 0.6, 0.4], np.exp(3 * inputs[:, 1]))
    assert is_corrected
    assert note.startswith("The network corrects the linear path")


@pytest.mark.parametrize(
    ("weights", "gains", "has_later", "why"),
    [
        ([0, 3], [0.5, -0.6, 0.1], True, "does not reconstruct customers better"),
        ([0, 3], [0.5, 0.6, 0.4], False, "no later sales can confirm"),
        ([3, 0], [0.5, 0.6, 0.4], True, "of the variance of later log revenue"),
    ],
)
def test_else_the_linear_path_is_used_and_the_note_says_why(
    choose, inputs, weights, gains, has_later, why
):
    later = np.exp(3 * inputs[:, 1]) if has_later else np.array([])
    is_corrected, note = choose(weights, gains, later)
    assert not is_corrected
    assert note.startswith("The encoder is linear") and why in note


def test_few_customers_are_not_resampled(monkeypatch):
    monkeypatch.setattr(stability, "BOOTSTRAPS", 2)
    few, many = make_shop("regular", 100), make_shop("regular", 600)
    nobody = few.take(np.array([], int))
    assert resample_encoders(few, nobody, 1) is None
    resampled = resample_encoders(many, nobody, 1)
    assert [one.shape for one in resampled.latents] == [(600, LATENT_SIZE)] * 2
    assert not np.allclose(*resampled.latents)

"""The network is used only where it improves reconstruction and later sales."""

import numpy as np
import pytest

from ml.encoder.autoencoder import fit_linear_path, to_encoder
from ml.encoder.components import LATENT_SIZE
from ml.metrics import log_revenue
from ml.segments import stability
from ml.segments.division import Division
from ml.segments.encoder_choice import prefer_correction, resample_encoders
from ml.segments.measures import LatentSpace
from ml.segments.stability import resample
from tests.ml.shops import make_shop

SIZE = 600


@pytest.fixture
def inputs():
    """Return customers whose second input tells later sales; the first does not."""
    random = np.random.default_rng(4)
    return np.column_stack([3 * random.normal(size=SIZE), random.normal(size=SIZE)])


@pytest.fixture
def choose(inputs):
    """Return a function that chooses, given what the network learned."""

    def choose(weights, gains, later_values):
        turned = np.zeros((2, LATENT_SIZE))
        turned[:, 0] = weights
        corrected = to_encoder(turned, np.zeros(LATENT_SIZE))
        # The expected value would tell the linear path what the network has found.
        space = LatentSpace(
            fit_linear_path(inputs).encoder,
            inputs,
            inputs[: len(later_values)],
            log_revenue(later_values),
        )
        linear = space.measure(space.divide(5))
        chosen, note = prefer_correction(space, linear, corrected, np.array(gains))
        return chosen is not linear, note

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


def test_few_customers_do_not_confirm_a_network(inputs):
    few = inputs[:400]
    space = LatentSpace(fit_linear_path(few).encoder, few, few, 3 * few[:, 1])
    linear = space.measure(space.divide(5))
    turned = np.zeros((2, LATENT_SIZE))
    turned[1, 0] = 3
    corrected = to_encoder(turned, np.zeros(LATENT_SIZE))
    chosen, note = prefer_correction(space, linear, corrected, np.array([0.5, 0.6]))
    assert chosen is linear
    assert "too few customers" in note


def test_few_customers_are_not_resampled(monkeypatch):
    monkeypatch.setattr(stability, "BOOTSTRAPS", 2)
    few, many = make_shop("regular", 100), make_shop("regular", 600)
    nobody = few.take(np.array([], int))
    assert resample_encoders(few, nobody) is None
    resampled = resample_encoders(many, nobody)
    assert [one.shape for one in resampled.latents] == [(600, LATENT_SIZE)] * 2
    assert not np.allclose(*resampled.latents)


def test_a_network_whose_segments_do_not_recur_is_not_used(inputs):
    """Bootstrap samples divide by the first input, the network by the second."""
    second, first = np.zeros((2, 2, LATENT_SIZE))
    second[1, 0] = first[0, 0] = 1
    linear, corrected = (
        to_encoder(one, np.zeros(LATENT_SIZE)) for one in (first, second)
    )
    resampled = resample(
        len(inputs), lambda sample, places: linear.encode(inputs[places])
    )
    later = inputs[:, 1]
    space = LatentSpace(linear, inputs, inputs, later, resampled)
    before = space.measure(Division(linear, np.eye(2, LATENT_SIZE)[::-1]))
    gains = np.array([0.5, 0.6, 0.4])
    chosen, note = prefer_correction(space, before, corrected, gains)
    assert chosen is before
    assert "other customers would give other segments" in note

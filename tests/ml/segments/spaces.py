"""Latents of tests as an encoder and its inputs."""

import numpy as np

from ml.encoder.autoencoder import to_encoder
from ml.encoder.components import LATENT_SIZE
from ml.encoder.preparation import CLIP
from ml.segments.measures import LatentSpace
from ml.segments.stability import resample

# Its latents are its inputs.
PLAIN = to_encoder(np.eye(LATENT_SIZE), np.zeros(LATENT_SIZE))


def as_inputs(latents):
    """Return latents in the range that inputs have."""
    return latents * (CLIP / max(np.abs(latents).max(), CLIP))


def resample_plainly(inputs):
    """Return bootstrap samples of customers with one and the same encoder."""
    return resample(len(inputs), lambda sample, places: PLAIN.encode(inputs[places]))


def make_space(latents, later=(), resampled=None):
    """Return the space of customers whose later sales are known, or of no one's."""
    inputs, later = as_inputs(latents), np.array(later, float)
    return LatentSpace(PLAIN, inputs, inputs[: len(later)], later, resampled)

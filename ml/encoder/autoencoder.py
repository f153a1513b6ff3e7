"""The autoencoder: a linear path in closed form, and a trained correction."""

from dataclasses import dataclass

import numpy as np

from ml.encoder.components import LATENT_SIZE, fit_components
from ml.encoder.expected_value import fit_expected_value
from ml.encoder.network import train_network
from ml.encoder.preparation import CLIP
from ml.encoder.scoring import Encoder


@dataclass(frozen=True)
class LinearPath:
    """The closed form of the encoder.

    Attributes
    ----------
    encoder : Encoder
        Inputs to latents, without a seed.
    value : tuple of (inputs,) array and float, or None
        Weights and bias of the expected value of a customer.
    """

    encoder: Encoder
    value: tuple[np.ndarray, float] | None = None


def fit_linear_path(
    inputs: np.ndarray,
    past_inputs: np.ndarray | None = None,
    past_values: np.ndarray | None = None,
) -> LinearPath:
    """Return the shrunk principal components of inputs and expected value.

    The expected value (`fit_expected_value`) is one more column, so that the latent
    space keeps it. It is a weighted sum of the inputs, which the weights absorb.

    Parameters
    ----------
    inputs : (customers, inputs) array
    past_inputs : (past customers, inputs) array, optional
        Inputs as of an earlier date, by the same preparation.
    past_values : (past customers,) array, optional
        Net sales to those customers since that date.
    """
    value = fit_expected_value(inputs, past_inputs, past_values)
    weights, bias = fit_components(describe(inputs, value))
    if value is not None:
        value_weights, value_bias = value
        weights, of_value = weights[:-1], weights[-1]
        weights = weights + np.outer(value_weights, of_value)
        bias = bias + value_bias * of_value
    return LinearPath(to_encoder(weights, bias), value)


def describe(inputs: np.ndarray, value) -> np.ndarray:
    """Return what the latents describe: inputs and, if known, expected value.

    `value` is None, or the weights and the bias of the expected value.
    """
    if value is None:
        return inputs
    weights, bias = value
    return np.column_stack([inputs, inputs @ weights + bias])


def to_encoder(weights: np.ndarray, bias: np.ndarray) -> Encoder:
    """Return an encoder that computes inputs @ weights + bias.

    Its hidden units have so large a bias that no input switches them off: a unit that
    is always on is linear.
    """
    lift = CLIP * np.abs(weights).sum(axis=0) + np.abs(bias)
    return Encoder(weights, bias + lift, np.eye(LATENT_SIZE), -lift)


def train_correction(
    path: LinearPath, inputs: np.ndarray, seed: int, show_progress=None
) -> tuple[Encoder, np.ndarray]:
    """Train a non-linear correction of the linear path.

    The correction has 24 relu units. It starts at zero and learns to reconstruct what
    the latents of the path describe. Training stops when customers held out are not
    reconstructed better, so an encoder without a useful correction equals the linear
    path.

    Parameters
    ----------
    path : LinearPath
    inputs : (customers, inputs) array
    seed : int
        Decides weights, batches and the customers held out.
    show_progress : callable, optional
        Called with (text, epoch, epochs) after each epoch.

    Returns
    -------
    encoder : Encoder
        With the losses of the training.
    gains : (held-out customers,) array
        By how much their squared error falls.

    Raises
    ------
    FloatingPointError
        The loss is not finite.
    """
    linear = path.encoder
    trained = train_network(
        inputs, linear.encode(inputs), describe(inputs, path.value), seed, show_progress
    )
    encoder = Encoder(
        np.hstack([linear.hidden_weights, trained.hidden_weights]),
        np.concatenate([linear.hidden_bias, trained.hidden_bias]),
        np.vstack([linear.latent_weights, trained.latent_weights]),
        linear.latent_bias,
        trained.training_loss,
        trained.validation_loss,
    )
    return encoder, trained.gains

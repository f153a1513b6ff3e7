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
    targets : (customers, inputs or inputs + 1) array
        What the latents describe: the inputs and, if past customers are known, their
        expected value.
    """

    encoder: Encoder
    targets: np.ndarray


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
    expected = fit_expected_value(inputs, past_inputs, past_values)
    if expected is None:
        return LinearPath(to_encoder(*fit_components(inputs)), inputs)
    value_weights, value_bias = expected
    targets = np.column_stack([inputs, inputs @ value_weights + value_bias])
    weights, bias = fit_components(targets)
    weights, of_value = weights[:-1], weights[-1]
    encoder = to_encoder(
        weights + np.outer(value_weights, of_value), bias + value_bias * of_value
    )
    return LinearPath(encoder, targets)


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

    The correction has 24 relu units. It starts at zero and learns to reconstruct the
    targets of the path. Training stops when customers held out are not reconstructed
    better, so an encoder without a useful correction equals the linear path.

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
        With the correction.
    gains : (held-out customers,) array
        By how much their squared error falls.

    Raises
    ------
    FloatingPointError
        The loss is not finite.
    """
    linear = path.encoder
    trained = train_network(
        inputs, linear.encode(inputs), path.targets, seed, show_progress
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

"""The autoencoder: a linear path in closed form, and a trained correction."""

from dataclasses import dataclass, replace

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

    def describe(self, inputs: np.ndarray) -> np.ndarray:
        """Return what the latents describe: inputs and, if known, expected value."""
        if self.value is None:
            return inputs
        weights, bias = self.value
        return np.column_stack([inputs, inputs @ weights + bias])

    def project(self, weights: np.ndarray, bias: np.ndarray) -> Encoder:
        """Return the encoder that computes describe(inputs) @ weights + bias."""
        if self.value is None:
            return to_encoder(weights, bias)
        value_weights, value_bias = self.value
        weights, of_value = weights[:-1], weights[-1]
        return to_encoder(
            weights + np.outer(value_weights, of_value), bias + value_bias * of_value
        )


@dataclass(frozen=True)
class CorrectedPath:
    """The encoder with the correction of the network."""

    encoder: Encoder

    def describe(self, inputs: np.ndarray) -> np.ndarray:
        """Return the latents."""
        return self.encoder.encode(inputs)

    def project(self, weights: np.ndarray, bias: np.ndarray) -> Encoder:
        """Return the encoder that computes describe(inputs) @ weights + bias."""
        return replace(
            self.encoder,
            latent_weights=self.encoder.latent_weights @ weights,
            latent_bias=self.encoder.latent_bias @ weights + bias,
        )


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
    # A path without an encoder describes the inputs, too.
    path = LinearPath(None, value)
    return replace(path, encoder=path.project(*fit_components(path.describe(inputs))))


def to_encoder(weights: np.ndarray, bias: np.ndarray) -> Encoder:
    """Return an encoder that computes inputs @ weights + bias.

    Its hidden units have so large a bias that no input switches them off: a unit that
    is always on is linear.
    """
    lift = CLIP * np.abs(weights).sum(axis=0) + np.abs(bias)
    return Encoder(weights, bias + lift, np.eye(LATENT_SIZE), -lift)


def train_correction(
    path: LinearPath, inputs: np.ndarray, seed: int, show_progress=None
) -> tuple[CorrectedPath, np.ndarray]:
    """Train a non-linear correction of the linear path.

    The correction has 24 relu units. It starts at zero and learns to reconstruct what
    the path describes. Training stops when customers held out are not reconstructed
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
    path : CorrectedPath
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
        inputs, linear.encode(inputs), path.describe(inputs), seed, show_progress
    )
    encoder = Encoder(
        np.hstack([linear.hidden_weights, trained.hidden_weights]),
        np.concatenate([linear.hidden_bias, trained.hidden_bias]),
        np.vstack([linear.latent_weights, trained.latent_weights]),
        linear.latent_bias,
        trained.training_loss,
        trained.validation_loss,
    )
    return CorrectedPath(encoder), trained.gains

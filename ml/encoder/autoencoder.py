"""The autoencoder: customers compressed to eight numbers and back."""

import numpy as np

from ml.encoder.expected_value import fit_expected_value
from ml.encoder.network import fit_networks
from ml.encoder.scoring import Encoder


def train_autoencoder(
    inputs: np.ndarray,
    seed: int,
    show_progress=None,
    past_inputs: np.ndarray | None = None,
    past_values: np.ndarray | None = None,
) -> Encoder:
    """Train a network with layers of inputs, 32 relu, 8 linear, 32 relu and inputs.

    If past customers are known, the expected value (`fit_expected_value`) is one more
    input, so that the latent space contains it. The expected value is a weighted sum of
    the inputs, so the first layer of the returned encoder absorbs it.

    The penalty on all kernels makes the latent space nearly linear and drops weak
    directions. A linear autoencoder with an L2 penalty learns shrunk principal
    components, and drops components whose variance is below the penalty (Kunin et al.
    2019, "Loss Landscapes of Regularized Linear Autoencoders"). A component is worth
    keeping if its variance is at least 1 (Kaiser 1960).

    Parameters
    ----------
    inputs : (customers, features) array
    seed : int
        Decides the first weights, the batches and the held-out customers.
    show_progress : callable, optional
        Called with (epoch, epochs) after each epoch.
    past_inputs : (past customers, features) array, optional
        The inputs of customers at an earlier date, transformed by the same preparation.
    past_values : (past customers,) array, optional
        Net sales to those customers since that date.

    Raises
    ------
    FloatingPointError
        The loss is not finite.
    """
    expected = fit_expected_value(inputs, past_inputs, past_values)
    seen = inputs
    if expected is not None:
        weights, bias = expected
        seen = np.column_stack([inputs, inputs @ weights + bias])
    layers, history = fit_networks(seen, seed, show_progress)
    if not np.isfinite(history["loss"]).all():
        raise FloatingPointError("The autoencoder's loss is not finite.")
    (hidden_weights, hidden_bias), latent = layers
    if expected is not None:
        hidden_weights, value_weights = hidden_weights[:-1], hidden_weights[-1]
        hidden_weights = hidden_weights + np.outer(weights, value_weights)
        hidden_bias = hidden_bias + bias * value_weights
    return Encoder(
        hidden_weights,
        hidden_bias,
        *latent,
        training_loss=[float(loss) for loss in history["loss"]],
        validation_loss=[float(loss) for loss in history["val_loss"]],
    )

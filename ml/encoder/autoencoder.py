"""The autoencoder: customers compressed to eight numbers and back."""

import numpy as np

from ml.encoder.expected_value import fit_expected_value
from ml.encoder.network import fit_networks
from ml.encoder.scoring import Encoder


def train_autoencoder(
    inputs: np.ndarray,
    seed: int,
    show_progress=None,
    past_inputs=None,
    past_values=None,
) -> Encoder:
    """Train inputs -> 32 relu -> 8 linear -> 32 relu -> inputs linear.

    With a past to learn from, the expected value (`fit_expected_value`) stands
    beside the inputs as one more of them, so that the latent space has to keep
    it. It is a weighted sum of the inputs: the encoder returned contains it.

    The penalty on all kernels makes the latent space a nearly linear picture
    that drops weak directions: a linear autoencoder with an L2 penalty learns
    the principal components, each shrunk, and none whose variance is below the
    penalty (Kunin et al. 2019, "Loss Landscapes of Regularized Linear
    Autoencoders"). That variance 1 is where a component is
    worth keeping is Kaiser's rule (1960).

    Parameters
    ----------
    inputs : (customers, features) array
    seed : int
        Drives weights, batches and which customers are held out.
    show_progress : callable, optional
        Called with (epoch, epochs) after each epoch.
    past_inputs : (past customers, features) array, optional
        Inputs as of an earlier date, by the same preparation.
    past_values : (past customers,) array, optional
        What those customers brought between that date and now.

    Raises
    ------
    FloatingPointError
        The loss is not finite.
    """
    expected = fit_expected_value(inputs, past_inputs, past_values)
    seen = inputs
    if expected is not None:
        seen = np.column_stack([inputs, expected.forecast(inputs)])
    layers, history = fit_networks(seen, seed, show_progress)
    if not np.isfinite(history["loss"]).all():
        raise FloatingPointError("The autoencoder's loss is not finite.")
    (hidden_weights, hidden_bias), latent = layers
    if expected is not None:
        hidden_weights, value_weights = hidden_weights[:-1], hidden_weights[-1]
        hidden_weights = hidden_weights + np.outer(expected.weights, value_weights)
        hidden_bias = hidden_bias + expected.bias * value_weights
    return Encoder(
        hidden_weights,
        hidden_bias,
        *latent,
        training_loss=[float(loss) for loss in history["loss"]],
        validation_loss=[float(loss) for loss in history["val_loss"]],
    )

"""The autoencoder: customers compressed to eight numbers and back."""

import os
from dataclasses import dataclass

import numpy as np

LATENT_SIZE = 8
HIDDEN_SIZE = 32
EPOCHS = 60
BATCH_SIZE = 256
HELD_OUT = 0.1
PATIENCE = 8
LEARNING_RATE = 5e-3
# Keeps the latent space close to a linear picture of the inputs; without it
# the segments of one seed were split in two by the next (DECISIONS.md).
WEIGHT_DECAY = 1e-3


@dataclass(frozen=True)
class Encoder:
    """The trained half that scoring needs, as plain arrays.

    Attributes
    ----------
    hidden_weights : (inputs, 32) array
    hidden_bias : (32,) array
    latent_weights : (32, 8) array
    latent_bias : (8,) array
    training_loss, validation_loss : lists of float
        Mean squared error plus weight penalty, per epoch.
    """

    hidden_weights: np.ndarray
    hidden_bias: np.ndarray
    latent_weights: np.ndarray
    latent_bias: np.ndarray
    training_loss: list[float]
    validation_loss: list[float]

    def encode(self, inputs: np.ndarray) -> np.ndarray:
        """Return latents of shape (customers, 8), computed as SQL does."""
        hidden = np.maximum(inputs @ self.hidden_weights + self.hidden_bias, 0.0)
        return hidden @ self.latent_weights + self.latent_bias


def train_autoencoder(inputs: np.ndarray, seed: int, show_progress=None) -> Encoder:
    """Train inputs -> 32 relu -> 8 linear -> 32 relu -> inputs linear.

    Parameters
    ----------
    inputs : (customers, features) array
    seed : int
        Drives weights, batches and which customers are held out.
    show_progress : callable, optional
        Called with (epoch, epochs) after each epoch.

    Raises
    ------
    FloatingPointError
        The loss is not finite.
    """
    # TensorFlow greets on stderr; a user's terminal is no place for that.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # oneDNN picks kernels by processor, and with them the last digits.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    make_deterministic(tf)
    order = np.random.default_rng(seed).permutation(len(inputs))
    held_out = max(1, int(len(inputs) * HELD_OUT))
    autoencoder, encoder = build_networks(keras, inputs.shape[1])
    callbacks = [
        keras.callbacks.EarlyStopping(
            patience=PATIENCE, restore_best_weights=True, monitor="val_loss"
        )
    ]
    if show_progress is not None:
        callbacks.append(
            keras.callbacks.LambdaCallback(
                on_epoch_end=lambda epoch, logs: show_progress(epoch + 1, EPOCHS)
            )
        )
    training, validation = inputs[order[held_out:]], inputs[order[:held_out]]
    if not len(training):
        training = validation
    history = autoencoder.fit(
        training,
        training,
        validation_data=(validation, validation),
        epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        verbose=0,
        callbacks=callbacks,
    ).history
    if not np.isfinite(history["loss"]).all():
        raise FloatingPointError("The autoencoder's loss is not finite.")
    hidden, latent = encoder.layers[-2:]
    return Encoder(
        *(weights.astype(float) for weights in hidden.get_weights()),
        *(weights.astype(float) for weights in latent.get_weights()),
        training_loss=[float(loss) for loss in history["loss"]],
        validation_loss=[float(loss) for loss in history["val_loss"]],
    )


def make_deterministic(tf) -> None:
    """Make training give the same weights on any number of cores."""
    tf.config.experimental.enable_op_determinism()
    try:
        # Batches are too small for a second thread to be of use.
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError:
        # TensorFlow takes them only before it has computed anything.
        pass


def build_networks(keras, input_size: int):
    """Return the compiled autoencoder and its encoder half."""

    def dense(size, activation=None):
        penalty = keras.regularizers.L2(WEIGHT_DECAY)
        return keras.layers.Dense(size, activation, kernel_regularizer=penalty)

    inputs = keras.Input((input_size,))
    latent = dense(LATENT_SIZE)(dense(HIDDEN_SIZE, "relu")(inputs))
    outputs = dense(input_size)(dense(HIDDEN_SIZE, "relu")(latent))
    autoencoder = keras.Model(inputs, outputs)
    autoencoder.compile(keras.optimizers.Adam(LEARNING_RATE), loss="mse")
    return autoencoder, keras.Model(inputs, latent)

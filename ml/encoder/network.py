"""The Keras network that corrects the linear path, trained the same way every time."""

import os
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

# With the eight units of the linear path, a corrected encoder has 32 hidden units.
CORRECTION_SIZE = 24
DECODER_SIZE = 32
MAX_EPOCHS = 40
STEPS_PER_EPOCH = 50
BATCH_SIZE = 256
LEARNING_RATE = 2e-3
HELD_OUT = 0.2
# Epochs without a lower loss on the customers held out, after which training stops.
PATIENCE = 4


@dataclass(frozen=True)
class TrainedCorrection:
    """What training gave.

    Attributes
    ----------
    hidden_weights : (inputs, 24) array
    hidden_bias : (24,) array
    latent_weights : (24, 8) array
    gains : (held-out customers,) array
        By how much the correction lowers their squared error of reconstruction.
    training_loss, validation_loss : lists of float
        Mean squared error per epoch.
    """

    hidden_weights: np.ndarray
    hidden_bias: np.ndarray
    latent_weights: np.ndarray
    gains: np.ndarray
    training_loss: list[float]
    validation_loss: list[float]


def train_network(
    inputs: np.ndarray,
    latents: np.ndarray,
    targets: np.ndarray,
    seed: int,
    show_progress=None,
) -> TrainedCorrection:
    """Train latents + correction(inputs) -> targets.

    Parameters
    ----------
    inputs : (customers, inputs) array
    latents : (customers, 8) array
        Of the linear path.
    targets : (customers, columns) array
    seed : int
    show_progress : callable, optional

    Raises
    ------
    FloatingPointError
        The loss is not finite.
    """
    keras, tf = start_keras(seed)
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(inputs))
    count = max(1, int(len(inputs) * HELD_OUT))
    held_out, training = order[:count], order[count:]
    # A single customer trains and is held out.
    training = training if len(training) else held_out
    columns = [one.astype("float32") for one in (inputs, latents, targets)]
    autoencoder, correction = build_network(keras, *columns, training)
    before = errors_of(autoencoder, columns, held_out)
    stop = keras.callbacks.EarlyStopping(
        patience=PATIENCE, restore_best_weights=True, baseline=float(before.mean())
    )
    report = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: show_progress(
            "Training the autoencoder", epoch + 1, MAX_EPOCHS
        )
    )
    start = autoencoder.get_weights()
    history = autoencoder.fit(
        draw_batches(tf, columns, training, generator),
        validation_data=(
            [one[held_out] for one in columns[:2]],
            columns[2][held_out],
        ),
        validation_batch_size=max(BATCH_SIZE, len(held_out)),
        epochs=MAX_EPOCHS,
        steps_per_epoch=STEPS_PER_EPOCH,
        shuffle=False,
        verbose=0,
        callbacks=[stop, *([report] if show_progress else [])],
    ).history
    if not np.isfinite(history["loss"]).all():
        raise FloatingPointError("The autoencoder's loss is not finite.")
    if min(history["val_loss"]) >= before.mean():
        autoencoder.set_weights(start)
    gains = (before - errors_of(autoencoder, columns, held_out)) * targets.shape[1]
    hidden, latent = correction.layers[-2:]
    weights = [
        one.astype(float) for one in (*hidden.get_weights(), *latent.get_weights())
    ]
    losses = ([float(one) for one in history[name]] for name in ("loss", "val_loss"))
    return TrainedCorrection(*weights, gains, *losses)


def start_keras(seed: int):
    """Return Keras and TensorFlow, set to give the same weights on all machines."""
    # TensorFlow logs to stderr.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # With oneDNN the last digits depend on the processor.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    # TensorFlow takes a number of threads only before it computes anything.
    with suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    return keras, tf


def build_network(keras, inputs, latents, targets, training):
    """Return the compiled autoencoder and the model of its correction.

    Both corrections, of the latents and of the reconstruction, start at zero. The
    linear decoder starts at least squares.
    """
    size = targets.shape[1]
    known = np.column_stack([latents[training], np.ones(len(training))])
    decoder, *_ = np.linalg.lstsq(known, targets[training], rcond=None)
    network_inputs = keras.Input((inputs.shape[1],))
    linear_latents = keras.Input((latents.shape[1],))
    hidden = keras.layers.Dense(CORRECTION_SIZE, "relu")(network_inputs)
    correction = keras.layers.Dense(
        latents.shape[1], use_bias=False, kernel_initializer="zeros"
    )(hidden)
    latent = keras.layers.Add()([linear_latents, correction])
    linear = keras.layers.Dense(size)
    bent = keras.layers.Dense(size, kernel_initializer="zeros")(
        keras.layers.Dense(DECODER_SIZE, "relu")(latent)
    )
    outputs = keras.layers.Add()([linear(latent), bent])
    linear.set_weights([decoder[:-1], decoder[-1]])
    autoencoder = keras.Model([network_inputs, linear_latents], outputs)
    autoencoder.compile(
        keras.optimizers.Adam(LEARNING_RATE),
        loss="mse",
        steps_per_execution=STEPS_PER_EPOCH,
    )
    return autoencoder, keras.Model(network_inputs, correction)


def draw_batches(tf, columns, training: np.ndarray, generator: np.random.Generator):
    """Return a tf.data set of all batches, each customer equally often."""
    wanted = MAX_EPOCHS * STEPS_PER_EPOCH * BATCH_SIZE
    rounds = [
        generator.permutation(training) for _ in range(-(-wanted // len(training)))
    ]
    picks = np.concatenate(rounds)[:wanted].reshape(-1, BATCH_SIZE)
    inputs, latents, targets = (tf.constant(one) for one in columns)

    def gather(pick):
        return (tf.gather(inputs, pick), tf.gather(latents, pick)), tf.gather(
            targets, pick
        )

    return tf.data.Dataset.from_tensor_slices(picks).map(gather)


def errors_of(autoencoder, columns, places: np.ndarray) -> np.ndarray:
    """Return the mean squared error of each of the customers at these places."""
    inputs, latents, targets = (one[places] for one in columns)
    rebuilt = autoencoder.predict([inputs, latents], batch_size=8192, verbose=0)
    return ((rebuilt - targets) ** 2).mean(axis=1)

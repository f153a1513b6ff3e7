"""Build the Keras network, and train it the same way every time."""

import os
from contextlib import suppress

import numpy as np

LATENT_SIZE = 8
HIDDEN_SIZE = 32
# A training has the same number of steps for any number of customers.
EPOCHS = 40
STEPS_PER_EPOCH = 50
BATCH_SIZE = 512
HELD_OUT = 0.1
# The learning rate falls to zero along a half cosine. The L2 penalty keeps the network
# from overfitting, so training needs no early stopping.
LEARNING_RATE = 5e-3
# The weight of the L2 penalty, relative to the summed squared error of a customer. A
# latent direction survives if it explains at least 3.67 times the penalty, which is
# about the variance of one standardised feature. Every seed then finds the same few
# directions. At a weight of 0.1 seeds disagree; at 0.27 some seeds lose a direction of
# the source customer_orders; at 0.35 few directions stay.
WEIGHT_DECAY = 0.3
# The penalty is at most this share of the variance of the strongest direction. This
# direction then survives even if features are few or independent.
LARGEST_DECAY = 0.17


def fit_networks(inputs: np.ndarray, seed: int, show_progress=None) -> tuple:
    """Train both halves of the network on (customers, features) inputs.

    Returns
    -------
    layers : two pairs of (kernel, bias) arrays
        The hidden and the latent layer of the encoder.
    history : dict of str to list of float
        Losses per epoch.
    """
    # TensorFlow logs to stderr.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # With oneDNN the last digits of the results depend on the processor.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    # TensorFlow accepts a number of threads only before its first computation.
    with suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(inputs))
    held_out = max(1, int(len(inputs) * HELD_OUT))
    training, validation = inputs[order[held_out:]], inputs[order[:held_out]]
    if not len(training):
        training = validation
    autoencoder, encoder = build_networks(keras, inputs.shape[1], choose_decay(inputs))
    report = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: show_progress(
            "Training the autoencoder", epoch + 1, EPOCHS
        )
    )
    history = autoencoder.fit(
        draw_batches(tf, training, generator),
        validation_data=(validation, validation),
        validation_batch_size=max(BATCH_SIZE, len(validation)),
        epochs=EPOCHS,
        steps_per_epoch=STEPS_PER_EPOCH,
        shuffle=False,
        verbose=0,
        callbacks=[report] if show_progress else [],
    ).history
    layers = [
        [weights.astype(float) for weights in layer.get_weights()]
        for layer in encoder.layers[-2:]
    ]
    return layers, history


def draw_batches(tf, training: np.ndarray, generator: np.random.Generator):
    """Return a tf.data set of all batches; each customer occurs equally often."""
    wanted = EPOCHS * STEPS_PER_EPOCH * BATCH_SIZE
    rounds = [
        generator.permutation(len(training)) for _ in range(-(-wanted // len(training)))
    ]
    picks = np.concatenate(rounds)[:wanted].reshape(-1, BATCH_SIZE)
    customers = tf.constant(training.astype("float32"))

    def gather(pick):
        batch = tf.gather(customers, pick)
        return batch, batch

    return tf.data.Dataset.from_tensor_slices(picks).map(gather)


def choose_decay(inputs: np.ndarray) -> float:
    """Return the penalty for (customers, inputs) data, at most `WEIGHT_DECAY`."""
    strongest = np.linalg.norm(inputs - inputs.mean(axis=0), ord=2) ** 2 / len(inputs)
    # Rounded, because the last digits depend on the processor.
    return float(min(WEIGHT_DECAY, round(LARGEST_DECAY * strongest, 6)))


def build_networks(keras, input_size: int, decay: float):
    """Return the compiled autoencoder and its encoder half."""

    def dense(size, activation=None):
        # Keras takes the mean error over the inputs, but `decay` is relative to their
        # sum.
        penalty = keras.regularizers.L2(decay / input_size)
        return keras.layers.Dense(size, activation, kernel_regularizer=penalty)

    inputs = keras.Input((input_size,))
    latent = dense(LATENT_SIZE)(dense(HIDDEN_SIZE, "relu")(inputs))
    outputs = dense(input_size)(dense(HIDDEN_SIZE, "relu")(latent))
    autoencoder = keras.Model(inputs, outputs)
    rate = keras.optimizers.schedules.CosineDecay(
        LEARNING_RATE, EPOCHS * STEPS_PER_EPOCH
    )
    autoencoder.compile(
        keras.optimizers.Adam(rate), loss="mse", steps_per_execution=STEPS_PER_EPOCH
    )
    return autoencoder, keras.Model(inputs, latent)

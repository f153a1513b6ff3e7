"""The Keras network: built, and trained the same way every time."""

import os

import numpy as np

LATENT_SIZE = 8
HIDDEN_SIZE = 32
# Training is counted in steps, not in passes over the customers: two thousand
# customers need as many steps to settle as fifty thousand do.
EPOCHS = 40
STEPS_PER_EPOCH = 50
BATCH_SIZE = 512
HELD_OUT = 0.1
# Falls to zero along a half cosine, so that training ends at rest. There is
# nothing to stop early: so penalised a network does not learn by heart.
LEARNING_RATE = 5e-3
# Of the summed squared error of a customer. A standardised feature has variance
# 1; with four penalised layers a direction of the latent space survives only
# where it explains about that much (3.67 times the penalty), the others shrink
# to nothing. Hence few, strong directions that every seed finds again. At 0.1
# they are as many as they like and seeds disagree; at 0.27 one direction of
# customer_orders survived with some seeds only; at 0.35 too few are left.
WEIGHT_DECAY = 0.3
# ... of the variance of the strongest direction at most, which then survives even
# where features are few or all independent.
LARGEST_DECAY = 0.17


def fit_networks(inputs: np.ndarray, seed: int, show_progress=None) -> tuple:
    """Train both halves on (customers, features) inputs.

    Returns
    -------
    layers : two pairs of (kernel, bias) arrays
        Of the encoder's hidden and latent layer.
    history : dict of str to list of float
    """
    # TensorFlow greets on stderr; a user's terminal is no place for that.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # oneDNN picks kernels by processor, and with them the last digits.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    make_deterministic(tf)
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(inputs))
    held_out = max(1, int(len(inputs) * HELD_OUT))
    training, validation = inputs[order[held_out:]], inputs[order[:held_out]]
    if not len(training):
        training = validation
    autoencoder, encoder = build_networks(keras, inputs.shape[1], choose_decay(inputs))
    callbacks = []
    if show_progress is not None:
        callbacks.append(
            keras.callbacks.LambdaCallback(
                on_epoch_end=lambda epoch, logs: show_progress(
                    "Training the autoencoder", epoch + 1, EPOCHS
                )
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
        callbacks=callbacks,
    ).history
    layers = [
        [weights.astype(float) for weights in layer.get_weights()]
        for layer in encoder.layers[-2:]
    ]
    return layers, history


def draw_batches(tf, training: np.ndarray, generator: np.random.Generator):
    """Return a tf.data set of all batches, each with itself as the target.

    Customers come in random order, each as often as any other (give or take
    one), however many there are.
    """
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


def choose_decay(inputs: np.ndarray) -> float:
    """Return the penalty, per summed squared error, for (customers, inputs)."""
    strongest = np.linalg.norm(inputs - inputs.mean(axis=0), ord=2) ** 2 / len(inputs)
    # Rounded, because the last digits depend on the processor.
    return float(min(WEIGHT_DECAY, round(LARGEST_DECAY * strongest, 6)))


def build_networks(keras, input_size: int, decay: float):
    """Return the compiled autoencoder and its encoder half.

    Its loss is the mean over the inputs where the decay is meant for the sum, hence
    the division.
    """

    def dense(size, activation=None):
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

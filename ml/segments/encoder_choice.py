"""Choose between the linear path and the network that corrects it."""

from dataclasses import replace

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.autoencoder import fit_linear_path, train_correction
from ml.encoder.preparation import fit_preparation
from ml.encoder.scoring import Encoder
from ml.metrics import explain_variance, log_revenue
from ml.segments.clustering import count_distinct, fit_centroids, nearest
from ml.segments.sample_size import ENOUGH
from ml.segments.stability import Resampled, resample

# The number of segments by which both encoders are compared.
COMPARED_SEGMENTS = 5
BOOTSTRAPS = 200
LINEAR = "The encoder is linear"


def choose_encoder(
    inputs: np.ndarray,
    earlier_inputs: np.ndarray,
    earlier_values: np.ndarray,
    seed: int,
    show_progress=None,
) -> tuple[Encoder, str]:
    """Return the encoder, and the sentence that says what the network adds.

    The trained correction is kept only if it reconstructs customers held out better
    *and* if the segments of an earlier date then explain more of the sales since. Both
    improvements have to exceed their standard error. Otherwise the encoder is the
    linear path, which no seed changes.

    Parameters
    ----------
    inputs : (customers, inputs) array
    earlier_inputs : (earlier customers, inputs) array
    earlier_values : (earlier customers,) array
        Net sales since the earlier date.
    seed : int
    show_progress : callable, optional

    Raises
    ------
    FloatingPointError
        The loss is not finite.
    """
    path = fit_linear_path(inputs, earlier_inputs, earlier_values)
    corrected, gains = train_correction(path, inputs, seed, show_progress)
    linear = replace(
        path.encoder,
        training_loss=corrected.training_loss,
        validation_loss=corrected.validation_loss,
    )
    if gains.mean() <= gains.std() / np.sqrt(len(gains)):
        return linear, f"{LINEAR}: the network does not reconstruct customers better."
    if not len(earlier_values):
        return linear, f"{LINEAR}: no later sales can confirm the network."
    later = log_revenue(earlier_values)
    labels = [label_earlier(one, inputs, earlier_inputs) for one in (linear, corrected)]
    before, after = (explain_variance(one, later) for one in labels)
    error = error_of_difference(*labels, later, seed)
    figures = f"{after:.1%} of the variance of later log revenue, not {before:.1%}"
    if after - before <= error:
        return linear, f"{LINEAR}: with the network, segments explain {figures}."
    return (
        corrected,
        f"The network corrects the linear path: segments explain {figures}.",
    )


def label_earlier(encoder: Encoder, inputs, earlier_inputs) -> np.ndarray:
    """Return the segments of the earlier customers by K-Means on today's customers."""
    latents = encoder.encode(inputs)
    count = min(COMPARED_SEGMENTS, count_distinct(latents))
    return nearest(encoder.encode(earlier_inputs), fit_centroids(latents, count))


def error_of_difference(first, second, values, seed: int) -> float:
    """Return the bootstrap error of the difference between two shares explained."""
    random = np.random.default_rng(seed)
    differences = []
    for _ in range(BOOTSTRAPS):
        draw = random.integers(len(values), size=len(values))
        one, other = (
            explain_variance(labels[draw], values[draw]) for labels in (first, second)
        )
        differences.append(other - one)
    return float(np.std(differences))


def resample_encoders(
    customers: Customers, earlier: Customers, seed: int
) -> Resampled | None:
    """Return latents by the linear paths of bootstrap samples; None for few customers.

    Preparation, expected value and components are fitted to each sample.
    """
    if len(customers) < ENOUGH:
        return None
    past = earlier.matrices

    def refit(sample: np.ndarray, places: np.ndarray) -> np.ndarray:
        drawn = customers.take(sample).matrices
        preparation = fit_preparation(*drawn)
        path = fit_linear_path(
            preparation.transform(*drawn),
            preparation.transform(*past),
            earlier.values,
        )
        return path.encoder.encode(
            preparation.transform(*customers.take(places).matrices)
        )

    return resample(len(customers), seed, refit)

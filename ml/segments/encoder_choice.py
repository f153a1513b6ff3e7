"""Choose between the linear path and the network that corrects it."""

from dataclasses import replace

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.autoencoder import fit_linear_path, train_correction
from ml.encoder.preparation import fit_preparation
from ml.encoder.scoring import Encoder
from ml.metrics import explain_variance, log_revenue
from ml.segments.division import divide
from ml.segments.measures import Candidate, LatentSpace
from ml.segments.sample_size import ENOUGH
from ml.segments.selection import HIGHLY_STABLE
from ml.segments.stability import SEED, Resampled, resample

BOOTSTRAPS = 200
# An improvement of so many standard errors is by chance once in 40 times.
ERRORS = 2
LINEAR = "The encoder is linear"


def prefer_correction(
    space: LatentSpace, chosen: Candidate, corrected: Encoder, gains: np.ndarray
) -> tuple[Candidate, str]:
    """Return the better division, and the sentence that says what the network adds.

    The correction is kept only if it reconstructs customers held out better, if the
    segments of an earlier date then explain more of the sales since, and if bootstrap
    samples find its segments again: each by .85, or as well as those of the linear
    path. The first two improvements have to exceed two standard errors. Otherwise the
    encoder is linear, and no seed changes it.

    Parameters
    ----------
    space : LatentSpace
        Of the linear path.
    chosen : Candidate
        The division by the linear path.
    corrected : Encoder
    gains : (held-out customers,) array
        By how much the correction lowers their squared error of reconstruction.
    """
    if gains.mean() <= ERRORS * gains.std() / np.sqrt(len(gains)):
        return chosen, f"{LINEAR}: the network does not reconstruct customers better."
    if len(space.inputs) < ENOUGH:
        return chosen, f"{LINEAR}: too few customers to confirm the network."
    if not len(space.later_values):
        return chosen, f"{LINEAR}: no later sales can confirm the network."
    rival = space.measure(divide(corrected, space.inputs, chosen.n_segments))
    before, after = chosen.value_explained, rival.value_explained
    figures = f"{after:.1%} of the variance of later log revenue, not {before:.1%}"
    labels = [one.division.label(space.earlier_inputs) for one in (chosen, rival)]
    error = error_of_difference(*labels, space.later_values)
    if after - before <= ERRORS * error:
        return chosen, f"{LINEAR}: with the network, segments explain {figures}."
    if chosen.stability and rival.least_stability < min(
        HIGHLY_STABLE, chosen.least_stability
    ):
        return (
            chosen,
            f"{LINEAR}: with the network, segments explain {figures}, but other "
            "customers would give other segments.",
        )
    return rival, f"The network corrects the linear path: segments explain {figures}."


def divide_as_trained(
    customers: Customers, earlier: Customers, n_segments: int, seed: int
) -> np.ndarray:
    """Return the segments of a training, (customers,), from 0 on.

    Parameters
    ----------
    customers : Customers
    earlier : Customers
        The customers of an earlier date with their sales since then; may be empty.
    n_segments, seed : int
    """
    preparation = fit_preparation(*customers.matrices)
    inputs, earlier_inputs = (
        preparation.transform(*one.matrices) for one in (customers, earlier)
    )
    path = fit_linear_path(inputs, earlier_inputs, earlier.values)
    later_values = log_revenue(earlier.values)
    space = LatentSpace(path.encoder, inputs, earlier_inputs, later_values)
    linear = space.measure(space.divide(n_segments))
    correction = train_correction(path, inputs, seed)
    chosen, _ = prefer_correction(space, linear, *correction)
    if chosen is not linear:
        # The bootstrap takes time, so it follows the other tests.
        space = replace(space, resampled=resample_encoders(customers, earlier))
        linear = space.measure(linear.division)
        chosen, _ = prefer_correction(space, linear, *correction)
    return chosen.division.label(inputs)


def error_of_difference(first, second, values) -> float:
    """Return the bootstrap error of the difference between two shares explained."""
    random = np.random.default_rng(SEED)
    differences = []
    for _ in range(BOOTSTRAPS):
        draw = random.integers(len(values), size=len(values))
        one, other = (
            explain_variance(labels[draw], values[draw]) for labels in (first, second)
        )
        differences.append(other - one)
    return float(np.std(differences))


def resample_encoders(customers: Customers, earlier: Customers) -> Resampled | None:
    """Return the latents by linear paths of bootstrap samples; None for few customers.

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
        everybody = preparation.transform(*customers.take(places).matrices)
        return path.encoder.encode(everybody)

    return resample(len(customers), refit)

"""Choose between the linear path and the network that corrects it."""

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.autoencoder import (
    CorrectedPath,
    LinearPath,
    fit_linear_path,
    train_correction,
)
from ml.encoder.preparation import fit_preparation
from ml.metrics import explain_variance, log_revenue
from ml.segments.division import Division, divide
from ml.segments.measures import Candidate, LatentSpace
from ml.segments.sample_size import ENOUGH
from ml.segments.selection import HIGHLY_STABLE
from ml.segments.stability import SEED, Resampled, resample

BOOTSTRAPS = 200
LINEAR = "The encoder is linear"


def prefer_correction(
    space: LatentSpace, chosen: Candidate, corrected: CorrectedPath, gains: np.ndarray
) -> tuple[Candidate, str]:
    """Return the better division, and the sentence that says what the network adds.

    The correction is kept only if it reconstructs customers held out better, if the
    segments of an earlier date then explain more of the sales since, and if bootstrap
    samples find its segments again as well as those of the linear path. The first two
    improvements have to exceed their standard error. Otherwise the encoder is linear,
    and no seed changes it.

    Parameters
    ----------
    space : LatentSpace
        Of the linear path.
    chosen : Candidate
        The division by the linear path.
    corrected : CorrectedPath
    gains : (held-out customers,) array
        By how much the correction lowers their squared error of reconstruction.
    """
    if gains.mean() <= gains.std() / np.sqrt(len(gains)):
        return chosen, f"{LINEAR}: the network does not reconstruct customers better."
    if not len(space.later_values):
        return chosen, f"{LINEAR}: no later sales can confirm the network."
    rival = space.measure(divide(corrected, space.inputs, chosen.n_segments))
    before, after = chosen.value_explained, rival.value_explained
    figures = f"{after:.1%} of the variance of later log revenue, not {before:.1%}"
    labels = [one.division.label(space.earlier_inputs) for one in (chosen, rival)]
    if after - before <= error_of_difference(*labels, space.later_values):
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
    inputs: np.ndarray,
    earlier_inputs: np.ndarray,
    earlier_values: np.ndarray,
    n_segments: int,
    seed: int,
) -> Division:
    """Return the division of a training, without the measures of its bootstrap.

    Parameters
    ----------
    inputs : (customers, inputs) array
    earlier_inputs : (earlier customers, inputs) array
    earlier_values : (earlier customers,) array
        Net sales since the earlier date.
    n_segments, seed : int
    """
    path = fit_linear_path(inputs, earlier_inputs, earlier_values)
    space = LatentSpace(path, inputs, earlier_inputs, log_revenue(earlier_values))
    linear = space.measure(space.divide(n_segments))
    corrected = train_correction(path, inputs, seed)
    return prefer_correction(space, linear, *corrected)[0].division


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
    """Return the linear paths of bootstrap samples; None for few customers.

    Preparation, expected value and components are fitted to each sample.
    """
    if len(customers) < ENOUGH:
        return None
    past = earlier.matrices

    def refit(sample: np.ndarray, places: np.ndarray) -> tuple[LinearPath, np.ndarray]:
        drawn = customers.take(sample).matrices
        preparation = fit_preparation(*drawn)
        path = fit_linear_path(
            preparation.transform(*drawn),
            preparation.transform(*past),
            earlier.values,
        )
        return path, preparation.transform(*customers.take(places).matrices)

    return resample(len(customers), refit)

"""Whether segments are groups of customers, or only slices of a continuum."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ml.segments.clustering import (
    SMALLEST_SHARE,
    Growth,
    fit_centroids,
    inertia_of,
    measure_inertia,
)
from ml.segments.measures import Candidate
from ml.segments.selection import STABLE

# Customers without groups look like groups by chance in one of so many draws plus one.
# That is the usual level of 5 %.
DRAWS = 20
SAMPLE = 5_000
SLICES = "These are convenient slices, not groups: "
GROUPS = "These are groups: "


def judge(
    latents: np.ndarray, chosen: Candidate, order_counts: np.ndarray | None = None
) -> tuple[bool | None, str | None]:
    """Return whether the chosen segments are groups, and the sentence that says why.

    They are slices for one of three reasons: other customers would give other segments;
    hardly anybody ordered twice; they are no tighter than segments of customers who
    have no groups by construction. Both results are None for a single segment, and if
    there are too few customers for a bootstrap.

    Parameters
    ----------
    latents : (customers, 8) array
    chosen : Candidate
    order_counts : (customers,) array, optional
    """
    if chosen.stability is None:
        return None, None
    if chosen.least_stability < STABLE:
        return False, f"{SLICES}other customers would give other segments."
    if order_counts is not None and np.mean(order_counts > 1) < SMALLEST_SHARE:
        # Features of the last 365 days jump when an order becomes a year old, so single
        # orders would look like groups.
        return False, (
            f"{SLICES}{(order_counts > 1).sum():,} of {len(order_counts):,} "
            "customers ordered more than once, so segments divide single orders by "
            "their date, amount and kind, and not customers by their habits."
        )
    random = np.random.default_rng(0)
    sample = latents[np.sort(random.permutation(len(latents))[:SAMPLE])]
    # A lucky cut of a continuum is not followed by another one.
    measured = [
        compare_spread(sample, chosen.n_segments + more, DRAWS) for more in (0, 1)
    ]
    figures = (
        "{:.1%} of the differences between customers remain within {} segments, and "
        "without any groups it would be at least {:.1%}."
    )
    said = [
        figures.format(spread, chosen.n_segments + more, without_groups)
        for more, (spread, without_groups) in enumerate(measured)
    ]
    for sentence, (spread, without_groups) in zip(said, measured, strict=True):
        if spread >= without_groups:
            return False, SLICES + sentence
    return True, GROUPS + said[0]


def compare_spread(
    latents: np.ndarray, n_segments: int, draws: int
) -> tuple[float, float]:
    """Return the spread within segments, and the least one without groups.

    The spread is the share of the variance within segments. It is compared with that of
    customers drawn from a normal and from a uniform distribution, each with the
    covariance of the latents. SigClust compares with the normal one (Liu, Hayes, Nobel
    & Marron 2008, "Statistical Significance of Clustering for High-Dimension,
    Low-Sample Size Data", section 2). The gap statistic compares with the uniform one
    (Tibshirani, Walther & Hastie 2001, "Estimating the number of clusters in a data set
    via the gap statistic", section 4). The draws do not depend on `random_seed`.

    Parameters
    ----------
    latents : (customers, 8) array
    n_segments, draws : int
    """
    variances = np.linalg.eigvalsh(np.cov(latents.T))
    # Rounded, because the last digits depend on the processor.
    scales = np.sqrt(np.round(np.maximum(variances, 0), 9))

    def draw(number: int) -> list[float]:
        random = np.random.default_rng(number)
        shape = len(latents), len(scales)
        normal = random.standard_normal(shape)
        # A uniform distribution of width sqrt(12) has variance 1.
        uniform = (random.random(shape) - 0.5) * np.sqrt(12)
        return [spread_within(one * scales, n_segments) for one in (normal, uniform)]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        least = np.min([*pool.map(draw, range(draws))])
    return spread_within(latents, n_segments), float(least)


def spread_within(latents: np.ndarray, n_segments: int) -> float:
    """Return the share of the variance that K-Means leaves within segments, 0 to 1."""
    centroids = fit_centroids(Growth(latents), n_segments)
    return round(measure_inertia(latents, centroids) / inertia_of(latents), 6)

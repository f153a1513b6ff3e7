"""K-Means on the latent space, and how many segments there are."""

from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

CANDIDATES = range(2, 11)
SILHOUETTE_SAMPLE = 5_000
# Silhouettes this near to the best one are taken for equal.
SILHOUETTE_BAND = 0.05
# Inertias within one percent are taken for equal.
AS_TIGHT = 1.01


@dataclass(frozen=True)
class Candidate:
    """One number of segments with its centroids and measures."""

    n_segments: int
    centroids: np.ndarray
    inertia: float
    silhouette: float | None


def count_distinct(latents: np.ndarray) -> int:
    """Return how many customers differ from each other: no k can be larger."""
    return len(np.unique(np.round(latents, 9), axis=0))


def sweep(latents: np.ndarray, candidates, seed: int) -> list[Candidate]:
    """Fit K-Means for each candidate number of segments.

    Parameters
    ----------
    latents : (customers, 8) array
    candidates : iterable of int
        Numbers above the count of distinct customers less one are left out.
    """
    distinct = count_distinct(latents)
    return [
        fit_candidate(latents, n_segments, seed)
        for n_segments in candidates
        if n_segments < distinct
    ]


def fit_candidate(latents: np.ndarray, n_segments: int, seed: int) -> Candidate:
    """Fit one K-Means (ten starts) and measure it."""
    # Several threads would add up the same distances in another order each time,
    # and the last digits of the centroids with them.
    with threadpool_limits(limits=1):
        model = KMeans(n_segments, n_init=10, random_state=seed).fit(latents)
        silhouette = measure_silhouette(latents, model.labels_, n_segments, seed)
    return Candidate(
        n_segments, model.cluster_centers_, float(model.inertia_), silhouette
    )


def measure_silhouette(latents, labels, n_segments: int, seed: int) -> float | None:
    """Return the mean silhouette of at most 5,000 customers.

    None where it is not defined: one segment, or as many as customers.
    """
    if not 1 < n_segments < len(latents):
        return None
    size = min(SILHOUETTE_SAMPLE, len(latents))
    return float(silhouette_score(latents, labels, sample_size=size, random_state=seed))


def find_elbow(candidates: list[Candidate]) -> int:
    """Return the k where inertia bends most.

    The point farthest below the straight line between the first and the last
    inertia, both axes scaled to 0..1 (Satopaa et al. 2011, "Finding a 'Kneedle'
    in a Haystack", section III).
    """
    inertia = np.array([candidate.inertia for candidate in candidates])
    if len(candidates) < 3 or inertia[0] == inertia[-1]:
        return candidates[0].n_segments
    height = (inertia - inertia[-1]) / (inertia[0] - inertia[-1])
    line = np.linspace(1, 0, len(candidates))
    return candidates[int(np.argmax(line - height))].n_segments


def find_segments(
    latents: np.ndarray, wanted: int, seed: int
) -> tuple[Candidate, list[Candidate]]:
    """Return the chosen segmentation, and every number of segments tried.

    Parameters
    ----------
    latents : (customers, 8) array
    wanted : int
        The number of segments asked for; 0 lets elbow and silhouette choose.
        Never more than there are different customers.
    """
    candidates = sweep(latents, CANDIDATES, seed)
    if wanted or not candidates:
        n_segments = min(wanted or 1, count_distinct(latents))
        return fit_candidate(latents, n_segments, seed), candidates
    return choose(candidates), candidates


def refit(latents: np.ndarray, chosen: Candidate, start: np.ndarray) -> Candidate:
    """Return K-Means that began at `start`, if it ends as tight as the chosen one.

    Another start among equally good ones would move borders for no reason.

    Parameters
    ----------
    start : (segments, 8) array
    """
    if len(start) != chosen.n_segments:
        return chosen
    with threadpool_limits(limits=1):
        model = KMeans(len(start), init=start, n_init=1).fit(latents)
    if model.inertia_ > chosen.inertia * AS_TIGHT:
        return chosen
    return replace(
        chosen, centroids=model.cluster_centers_, inertia=float(model.inertia_)
    )


def choose(candidates: list[Candidate]) -> Candidate:
    """Return the candidate near the best silhouette and nearest the elbow.

    Silhouettes within 5 % of the best are equal; among them the one nearest
    the elbow wins, and of two equally near the smaller.
    """
    best = max(candidate.silhouette for candidate in candidates)
    elbow = find_elbow(candidates)
    band = [
        candidate
        for candidate in candidates
        if candidate.silhouette >= best - SILHOUETTE_BAND * abs(best)
    ]
    return min(
        band,
        key=lambda candidate: (
            abs(candidate.n_segments - elbow),
            candidate.n_segments,
        ),
    )


def nearest(latents: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the index of the nearest centroid for each customer."""
    squared = ((latents[:, None, :] - centroids[None, :, :]) ** 2).sum(axis=2)
    return squared.argmin(axis=1)

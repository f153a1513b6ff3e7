"""Measure stability: whether other customers would give the same segments."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ml.segments.clustering import Growth, fit_centroids, nearest

BOOTSTRAPS = 50
BOOTSTRAP_SAMPLE = 10_000
# The samples do not depend on `random_seed`: another seed gives the same number of
# segments.
SEED = 0


@dataclass(frozen=True)
class Resampled:
    """Customers, and what other customers would have made of them.

    Attributes
    ----------
    places : (sampled customers,) array of int
        The customers that are looked at, at most 10,000 of all.
    draws : list of (sampled customers,) arrays of int
        Bootstrap samples: positions in `places`, with replacement.
    latents : list of (sampled customers, 8) arrays
        The latents of all sampled customers by the encoder of each bootstrap sample.
    """

    places: np.ndarray
    draws: list[np.ndarray]
    latents: list[np.ndarray]
    _found: dict[int, list[np.ndarray]] = field(default_factory=dict)

    @cached_property
    def _growths(self) -> list[Growth]:
        return [
            Growth(latents[draw])
            for draw, latents in zip(self.draws, self.latents, strict=True)
        ]

    def segment(self, n_segments: int) -> list[np.ndarray]:
        """Return the segments of the sampled customers by each bootstrap model.

        Each is a (sampled customers,) array of int. The customers are divided once per
        number of segments.
        """

        def repeat(latents: np.ndarray, growth: Growth) -> np.ndarray:
            return nearest(latents, fit_centroids(growth, n_segments))

        if n_segments not in self._found:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                found = [*pool.map(repeat, self.latents, self._growths)]
            self._found[n_segments] = found
        return self._found[n_segments]


def resample(customers: int, refit) -> Resampled:
    """Repeat the encoder on 50 bootstrap samples.

    `refit` gets the positions of a sample among all customers and those of all sampled
    customers; it returns the latents of the latter by the encoder of the former.
    """
    random = np.random.default_rng(SEED)
    places = np.arange(customers)
    if customers > BOOTSTRAP_SAMPLE:
        places = np.sort(random.choice(customers, BOOTSTRAP_SAMPLE, replace=False))
    draws = [*random.integers(len(places), size=(BOOTSTRAPS, len(places)))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        latents = [*pool.map(lambda draw: refit(places[draw], places), draws)]
    return Resampled(places, draws, latents)


def bootstrap_jaccard(labels: np.ndarray, n_segments: int, resampled: Resampled):
    """Return the share of each segment that bootstrap samples find again.

    The method without the network is repeated on each sample. The share is the mean
    over samples of the Jaccard index with the most similar new segment: below .6
    unreliable, from .75 stable, from .85 highly stable (Hennig 2007, "Cluster-wise
    assessment of cluster stability", section 2).

    Parameters
    ----------
    labels : (customers,) array of int
        The segments of all customers.
    n_segments : int
    resampled : Resampled

    Returns
    -------
    (segments,) array of shares, 0 to 1
    """
    labels = labels[resampled.places]
    overlaps = [
        jaccard(labels, others, n_segments).max(axis=1)
        for others in resampled.segment(n_segments)
    ]
    return np.mean(overlaps, axis=0)


def jaccard(labels: np.ndarray, others: np.ndarray, n_segments: int) -> np.ndarray:
    """Return the Jaccard index of each segment of `labels` with each of `others`.

    Both are (customers,) arrays of int from 0 on.
    """
    both = np.zeros((n_segments, others.max() + 1))
    np.add.at(both, (labels, others), 1)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    return both / np.maximum(either, 1)

"""Measure stability: whether other customers would give the same segments."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ml.encoder.autoencoder import LinearPath
from ml.segments.clustering import Growth
from ml.segments.division import divide

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
    models : list of tuples of LinearPath and (sampled customers, inputs) array
        The path of each bootstrap sample, and the inputs of all sampled customers by
        its preparation.
    """

    places: np.ndarray
    draws: list[np.ndarray]
    models: list[tuple[LinearPath, np.ndarray]]
    _found: dict[int, list[np.ndarray]] = field(default_factory=dict)

    @cached_property
    def _growths(self) -> list[Growth]:
        return [
            Growth(path.encoder.encode(inputs[draw]))
            for draw, (path, inputs) in zip(self.draws, self.models, strict=True)
        ]

    def segment(self, n_segments: int) -> list[np.ndarray]:
        """Return the segments of the sampled customers by each bootstrap model.

        Each is a (sampled customers,) array of int. The customers are divided once per
        number of segments.
        """

        def repeat(draw: np.ndarray, model, growth: Growth) -> np.ndarray:
            path, inputs = model
            return divide(path, inputs[draw], n_segments, growth).label(inputs)

        if n_segments not in self._found:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                found = [*pool.map(repeat, self.draws, self.models, self._growths)]
            self._found[n_segments] = found
        return self._found[n_segments]


def resample(customers: int, refit) -> Resampled:
    """Repeat the encoder on 50 bootstrap samples.

    `refit` gets the positions of a sample among all customers and those of all sampled
    customers; it returns a path of the former, and the inputs of the latter.
    """
    random = np.random.default_rng(SEED)
    places = np.arange(customers)
    if customers > BOOTSTRAP_SAMPLE:
        places = np.sort(random.choice(customers, BOOTSTRAP_SAMPLE, replace=False))
    draws = [*random.integers(len(places), size=(BOOTSTRAPS, len(places)))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        models = [*pool.map(lambda draw: refit(places[draw], places), draws)]
    return Resampled(places, draws, models)


def bootstrap_jaccard(labels: np.ndarray, n_segments: int, resampled: Resampled):
    """Return the share of each segment that bootstrap samples find again.

    The whole method is repeated on each sample. The share is the mean over samples
    of the Jaccard index with the most similar new segment: below .6 unreliable, from
    .75 stable, from .85 highly stable (Hennig 2007, "Cluster-wise assessment of cluster
    stability", section 2).

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

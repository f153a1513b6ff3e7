"""Methods to divide customers, from quintiles to the autoencoder."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

from ml.customers.customers import Customers
from ml.encoder.components import LATENT_SIZE
from ml.encoder.preparation import fit_preparation
from ml.segments.clustering import SMALLEST_SHARE, fit_centroids, nearest
from ml.segments.encoder_choice import choose_encoder

NEIGHBOURS = 10


@dataclass(frozen=True)
class SegmentationTask:
    """The input of every method.

    Attributes
    ----------
    customers : Customers
        With their clv_amount.
    before : Customers
        The customers of an earlier date with their sales since then; may be empty.
    n_segments, seed : int
        A method ignores `n_segments` if it finds the number itself, and `seed` if it
        draws nothing at random.
    """

    customers: Customers
    before: Customers
    n_segments: int
    seed: int

    def prepare(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the prepared inputs of `customers` and of `before`."""
        preparation = fit_preparation(*self.customers.matrices)
        return (
            preparation.transform(*self.customers.matrices),
            preparation.transform(*self.before.matrices),
        )


def fifths(values: np.ndarray) -> np.ndarray:
    """Return the fifth of each value, 0 to 4; equal values share their mean rank."""
    middle = (rankdata(values) - 0.5) / len(values)
    return np.minimum((5 * middle).astype(int), 4)


def spend_quintile(task: SegmentationTask) -> np.ndarray:
    """Return a fifth per customer, by clv_amount."""
    return fifths(task.customers.values)


def rfm_quintiles(task: SegmentationTask) -> np.ndarray:
    """Return a cell per customer: fifths of recency, frequency and amount."""
    numbers = task.customers.numbers
    recency = fifths(-numbers["recency_days"])
    frequency = fifths(numbers["order_count_365d"])
    return 25 * recency + 5 * frequency + fifths(task.customers.values)


def k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on the prepared features."""
    inputs, _ = task.prepare()
    return cluster(inputs, task)


def pca_k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on eight principal components of the features."""
    return cluster(reduce(task), task)


def autoencoder_k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on latents that are trained as for a build."""
    inputs, before = task.prepare()
    encoder, _ = choose_encoder(inputs, before, task.before.values, task.seed)
    return cluster(encoder.encode(inputs), task)


def gaussian_mixture(task: SegmentationTask) -> np.ndarray:
    """Return the segments of a Gaussian mixture with full covariances, on PCA-8."""
    model = GaussianMixture(
        task.n_segments, n_init=3, reg_covar=1e-3, random_state=task.seed
    )
    return model.fit_predict(reduce(task))


def ward(task: SegmentationTask) -> np.ndarray:
    """Return the segments of hierarchical clustering by Ward's criterion, on PCA-8."""
    return AgglomerativeClustering(task.n_segments).fit_predict(reduce(task))


def dbscan(task: SegmentationTask) -> np.ndarray:
    """Return dense regions on PCA-8 (DBSCAN); -1 is noise.

    All customers have the same radius: the 90 % quantile of the distances to the tenth
    neighbour. Ester et al. 1996, section 4.2, read it from a graph of these distances.
    """
    reduced = reduce(task)
    neighbours = min(NEIGHBOURS, len(reduced))
    distances, _ = NearestNeighbors(n_neighbors=neighbours).fit(reduced).kneighbors()
    radius = np.quantile(distances[:, -1], 0.9)
    return DBSCAN(eps=max(radius, 1e-9), min_samples=neighbours).fit_predict(reduced)


def hdbscan(task: SegmentationTask) -> np.ndarray:
    """Return regions of any density on PCA-8 (HDBSCAN); -1 is noise."""
    reduced = reduce(task)
    smallest = max(2, int(SMALLEST_SHARE * len(reduced)))
    return HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(reduced)


SEGMENTATION_METHODS: dict[str, Callable[[SegmentationTask], np.ndarray]] = {
    "RFM quintiles": rfm_quintiles,
    "Spend quintile": spend_quintile,
    "K-Means on the features": k_means,
    "PCA-8 + K-Means": pca_k_means,
    "Autoencoder + K-Means": autoencoder_k_means,
    "Gaussian mixture": gaussian_mixture,
    "Hierarchical (Ward)": ward,
    "DBSCAN": dbscan,
    "HDBSCAN": hdbscan,
}


def reduce(task: SegmentationTask) -> np.ndarray:
    """Return at most eight principal components, (customers, components)."""
    inputs, _ = task.prepare()
    size = min(LATENT_SIZE, *inputs.shape)
    with threadpool_limits(limits=1):
        return PCA(size, svd_solver="full").fit_transform(inputs)


def cluster(space: np.ndarray, task: SegmentationTask) -> np.ndarray:
    """Return the labels of K-Means, which runs as for the champion."""
    return nearest(space, fit_centroids(space, task.n_segments))

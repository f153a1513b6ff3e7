"""Methods to divide customers, from quantiles to the autoencoder.

A method is a function below `@method`. It gets a `SegmentationTask` and returns one
label per customer; -1 is noise.
"""

from collections.abc import Callable

import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors

from ml.encoder.autoencoder import fit_linear_path
from ml.evaluation.segmentation_task import (
    SegmentationTask,
    cut,
    reduce,
    standardise_logs,
)
from ml.segments.clustering import SMALLEST_SHARE
from ml.segments.encoder_choice import divide_as_trained

# The method by which a build finds the segments; the others are compared with it.
SHIPPED = "Autoencoder + K-Means"
NEIGHBOURS = 10

SEGMENTATION_METHODS: dict[str, Callable[[SegmentationTask], np.ndarray]] = {}


def method(name: str):
    """Return a decorator that adds a method to the comparison under this name."""

    def add(function):
        SEGMENTATION_METHODS[name] = function
        return function

    return add


@method(SHIPPED)
def autoencoder_k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on latents that are trained as for a build."""
    return divide_as_trained(task.customers, task.before, task.n_segments, task.seed)


@method("Closed form + K-Means")
def closed_form_k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of the shipped method without what the network adds."""
    path = fit_linear_path(task.inputs, task.inputs_before, task.before.values)
    return task.cluster(path.encoder.encode(task.inputs))


@method("K-Means on the features")
def k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on the prepared features."""
    return task.cluster(task.inputs)


@method("PCA-8 + K-Means")
def pca_k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on eight principal components of the features."""
    return task.cluster(reduce(task))


@method("K-Means on 3 RFM logs")
def rfm_k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on logarithms of the columns of the RFM cells."""
    return task.cluster(standardise_logs(*rfm_columns(task)))


@method("RFM 3x3x3")
def rfm_thirds(task: SegmentationTask) -> np.ndarray:
    """Return a cell per customer: thirds of recency, frequency and amount."""
    return rfm_cells(task, 3)


@method("RFM 4x4x4")
def rfm_quarters(task: SegmentationTask) -> np.ndarray:
    """Return a cell per customer: quarters of recency, frequency and amount."""
    return rfm_cells(task, 4)


@method("RFM quintiles")
def rfm_quintiles(task: SegmentationTask) -> np.ndarray:
    """Return a cell per customer: fifths of recency, frequency and amount."""
    return rfm_cells(task, 5)


@method("Spend quantiles")
def spend_quantiles(task: SegmentationTask) -> np.ndarray:
    """Return equally large parts by clv_amount."""
    return cut(task.customers.values, task.n_segments)


@method("Revenue score quantiles")
def revenue_score_quantiles(task: SegmentationTask) -> np.ndarray:
    """Return equally large parts by the score that is made for later revenue alone."""
    return cut(task.revenue_score, task.n_segments)


@method("Revenue score + K-Means")
def revenue_score_k_means(task: SegmentationTask) -> np.ndarray:
    """Return the segments of K-Means on the score that is made for later revenue alone.

    These are the ceiling: of all ways to cut the score, K-Means loses least of it.
    """
    return task.cluster(task.revenue_score[:, None])


@method("Gaussian mixture")
def gaussian_mixture(task: SegmentationTask) -> np.ndarray:
    """Return the segments of a Gaussian mixture with full covariances, on PCA-8."""
    model = GaussianMixture(
        task.n_segments, n_init=3, reg_covar=1e-3, random_state=task.seed
    )
    return model.fit_predict(reduce(task))


@method("Hierarchical (Ward)")
def ward(task: SegmentationTask) -> np.ndarray:
    """Return the segments of hierarchical clustering by Ward's criterion, on PCA-8."""
    return AgglomerativeClustering(task.n_segments).fit_predict(reduce(task))


@method("DBSCAN")
def dbscan(task: SegmentationTask) -> np.ndarray:
    """Return dense regions on PCA-8 (DBSCAN); -1 is noise.

    All customers have the same radius: the 90 % quantile of the distances to the tenth
    neighbour. Ester et al. 1996, section 4.2, read it from a graph of these distances.
    """
    reduced = reduce(task)
    neighbours = min(NEIGHBOURS, len(reduced) - 1)
    distances, _ = NearestNeighbors(n_neighbors=neighbours).fit(reduced).kneighbors()
    radius = max(np.quantile(distances[:, -1], 0.9), 1e-9)
    return DBSCAN(eps=radius, min_samples=neighbours).fit_predict(reduced)


@method("HDBSCAN")
def hdbscan(task: SegmentationTask) -> np.ndarray:
    """Return regions of any density on PCA-8 (HDBSCAN); -1 is noise."""
    smallest = max(2, int(SMALLEST_SHARE * len(task.customers)))
    return HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(reduce(task))


def rfm_columns(task: SegmentationTask) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the days since the last order, the orders of 365 days, and clv_amount."""
    numbers = task.customers.numbers
    return numbers["recency_days"], numbers["order_count_365d"], task.customers.values


def rfm_cells(task: SegmentationTask, parts: int) -> np.ndarray:
    """Return a cell per customer, 0 to parts³ - 1; late, frequent, large is highest."""
    recency, frequency, amount = rfm_columns(task)
    cell = cut(-recency, parts)
    for column in (frequency, amount):
        cell = parts * cell + cut(column, parts)
    return cell


def fifths(values: np.ndarray) -> np.ndarray:
    """Return the fifth of each value, 0 to 4; equal values share their mean rank."""
    return cut(values, 5)

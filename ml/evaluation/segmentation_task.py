"""What every segmentation method gets, and tools that several methods use."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import rankdata
from sklearn.decomposition import PCA

from ml.customers.customers import Customers
from ml.encoder.components import LATENT_SIZE
from ml.encoder.preparation import Preparation, fit_preparation
from ml.encoder.threads import one_thread
from ml.evaluation.revenue_score import fit_revenue_score
from ml.segments.clustering import Growth, fit_centroids, nearest


# With eq=False, tasks are not compared by their arrays.
@dataclass(frozen=True, eq=False)
class SegmentationTask:
    """The input of every method; what several methods need is computed once.

    Attributes
    ----------
    customers : Customers
        With their clv_amount.
    before : Customers
        The customers of an earlier date with their sales since then; may be empty.
    n_segments, seed : int
        A method ignores `n_segments` if it finds the number itself, and `seed` if it
        draws nothing at random.
    recent : Customers, optional
        Like `before`, but for a period as long as the one that judges the methods.
    """

    customers: Customers
    before: Customers
    n_segments: int
    seed: int
    recent: Customers | None = None

    @cached_property
    def preparation(self) -> Preparation:
        """Return the preparation, fitted to `customers`."""
        return fit_preparation(*self.customers.matrices)

    @cached_property
    def inputs(self) -> np.ndarray:
        """Return the prepared features of `customers`, (customers, inputs)."""
        return self.preparation.transform(*self.customers.matrices)

    @cached_property
    def inputs_before(self) -> np.ndarray:
        """Return the prepared features of `before`, (customers before, inputs)."""
        return self.preparation.transform(*self.before.matrices)

    @cached_property
    def reduced(self) -> np.ndarray:
        """Return at most eight principal components, (customers, components)."""
        size = min(LATENT_SIZE, *self.inputs.shape)
        with one_thread():
            return PCA(size, svd_solver="full").fit_transform(self.inputs)

    @cached_property
    def revenue_score(self) -> np.ndarray:
        """Return the forecast of each customer's later log revenue, (customers,)."""
        past = self.before if self.recent is None else self.recent
        inputs = self.preparation.transform(*past.matrices)
        return fit_revenue_score(inputs, past.values, self.seed).predict(self.inputs)

    def cluster(self, space: np.ndarray) -> np.ndarray:
        """Return the labels of K-Means, which runs as for the champion.

        `space` is a (customers, dimensions) array.
        """
        return nearest(space, fit_centroids(Growth(space), self.n_segments))


def cut(values: np.ndarray, parts: int) -> np.ndarray:
    """Return the quantile of each value, 0 to parts - 1, such as its fifth.

    Equal values share their mean rank, so they are in the same part.
    """
    middle = (rankdata(values) - 0.5) / len(values)
    return np.minimum((parts * middle).astype(int), parts - 1)


def reduce(task: SegmentationTask) -> np.ndarray:
    """Return at most eight principal components of the features, computed once."""
    return task.reduced


def standardise_logs(*columns: np.ndarray) -> np.ndarray:
    """Return the logarithms of columns with mean 0 and standard deviation 1.

    The signed logarithm is also defined for negative amounts. Unknown values become the
    median. The result is a (customers, columns) array.
    """
    table = np.column_stack(columns)
    logs = np.sign(table) * np.log1p(np.abs(table))
    known = np.where(np.isnan(logs).all(axis=0), 0.0, logs)
    logs = np.where(np.isnan(logs), np.nanmedian(known, axis=0), logs)
    deviations = logs.std(axis=0)
    return (logs - logs.mean(axis=0)) / np.where(deviations < 1e-9, 1.0, deviations)

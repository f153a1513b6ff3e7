"""The directions that separate segments best, in closed form."""

import numpy as np

from ml.encoder.components import LATENT_SIZE
from ml.encoder.threads import one_thread

# The share of the covariance within segments that is replaced by equal variances
# (Friedman 1989, "Regularized discriminant analysis"), because few customers give a
# poor estimate of it.
SHRINKAGE = 0.2


def fit_discriminants(
    columns: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights and the bias of linear discriminants.

    In their directions, segments differ most in comparison with the differences within
    segments, which become equal in all directions. K-Means assumes such segments. To
    cluster, to find discriminants and to cluster in them is a step of adaptive
    dimension reduction (Ding & Li 2007, "Adaptive dimension reduction using
    discriminant analysis and K-means clustering", section 3).

    Parameters
    ----------
    columns : (customers, columns) array
    labels : (customers,) array of int
        Two or more segments.

    Returns
    -------
    weights : (columns, 8) array
        Directions that k segments do not have, from the k-th on, have weight 0.
    bias : (8,) array
        The discriminants have mean 0.
    """
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    varies = columns.std(axis=0) > 1e-9
    count = min(len(np.unique(labels)) - 1, varies.sum(), LATENT_SIZE)
    model = LinearDiscriminantAnalysis(solver="eigen", shrinkage=SHRINKAGE)
    with one_thread():
        directions = model.fit(columns[:, varies], labels).scalings_[:, :count]
    largest = np.abs(directions).argmax(axis=0)
    signs = np.sign(directions[largest, np.arange(count)])
    weights = np.zeros((columns.shape[1], LATENT_SIZE))
    # Rounded, because the last digits depend on the processor.
    weights[varies, :count] = np.round(directions * signs, 9)
    return weights, -columns.mean(axis=0) @ weights

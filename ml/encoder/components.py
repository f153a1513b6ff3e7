"""The linear half of the encoder: principal components, shrunk, in closed form."""

import numpy as np

LATENT_SIZE = 8
# The variance of one standardised feature: a component below it says less than a single
# feature (Kaiser 1960, "The Application of Electronic Computers to Factor Analysis").
THRESHOLD = 1.0
# The threshold is at most this share of the largest variance, so that the strongest
# component stays even if features are few or independent.
LARGEST_THRESHOLD = 0.5


def fit_components(inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights and the bias of shrunk principal components.

    A component of variance v is multiplied by sqrt(1 - threshold / v); a component
    below the threshold becomes 0. These are, up to a rotation, the latents of a linear
    autoencoder with an L2 penalty (Kunin et al. 2019, "Loss Landscapes of Regularized
    Linear Autoencoders", theorem 2). They need no seed. Because the threshold is soft,
    a component near it cannot appear or vanish by chance.

    Parameters
    ----------
    inputs : (customers, inputs) array

    Returns
    -------
    weights : (inputs, 8) array
        Missing components have weight 0.
    bias : (8,) array
        The latents have mean 0.
    """
    mean = inputs.mean(axis=0)
    covariance = np.atleast_2d(np.cov(inputs.T, bias=True))
    variances, directions = np.linalg.eigh(covariance)
    variances = np.maximum(variances[::-1][:LATENT_SIZE], 1e-12)
    directions = directions[:, ::-1][:, :LATENT_SIZE]
    threshold = min(THRESHOLD, LARGEST_THRESHOLD * variances[0])
    largest = np.abs(directions).argmax(axis=0)
    signs = np.sign(directions[largest, np.arange(len(variances))])
    shrunk = directions * signs * np.sqrt(np.maximum(1 - threshold / variances, 0))
    weights = np.zeros((inputs.shape[1], LATENT_SIZE))
    # Rounded, because the last digits depend on the processor.
    weights[:, : len(variances)] = np.round(shrunk, 9)
    return weights, -mean @ weights

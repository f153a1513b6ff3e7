"""How many bootstrap models put a customer into the segment that is theirs."""

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.isotonic import IsotonicRegression

from ml.segments.clustering import nearest, squared_distances
from ml.segments.stability import Resampled, jaccard

# The ratios of nearest to next distance at which a curve has a share.
KNOTS = np.linspace(0, 1, 11)
# A pair of segments with fewer customers has the curve of the nearest segment. A curve
# with a step at each knot then still has three customers per step.
LEAST_CUSTOMERS = 30


def fit_curves(
    latents: np.ndarray, centroids: np.ndarray, resampled: Resampled | None
) -> list[list[list[float]]] | None:
    """Return how agreement falls with the ratio of nearest to next distance.

    The share of bootstrap models that agree is known only for the sampled customers,
    and SQL cannot run 50 models. So per pair of nearest and next segment, an isotonic
    regression (Barlow, Bartholomew, Bremner & Brunk 1972) fits the share to the ratio
    of both distances: the nearer the next segment, the fewer models agree.

    Parameters
    ----------
    latents : (customers, 8) array
    centroids : (segments, 8) array
    resampled : Resampled or None

    Returns
    -------
    (segments, segments, 11) nested lists of shares, 0 to 1, by the places of the
    nearest and the next segment; None without bootstrap samples.
    """
    if resampled is None or len(centroids) < 2:
        return None
    latents = latents[resampled.places]
    labels = nearest(latents, centroids)
    shares = measure_agreement(labels, len(centroids), resampled)
    following, ratios = rank(latents, centroids)
    everybody = fit_curve(ratios, shares)
    curves = []
    for segment in range(len(centroids)):
        mine = labels == segment
        own = fit_curve(ratios[mine], shares[mine]) if mine.any() else everybody
        curves.append([own] * len(centroids))
        for other in range(len(centroids)):
            pair = mine & (following == other)
            if pair.sum() >= LEAST_CUSTOMERS:
                curves[segment][other] = fit_curve(ratios[pair], shares[pair])
    return curves


def measure_agreement(
    labels: np.ndarray, n_segments: int, resampled: Resampled
) -> np.ndarray:
    """Return the share of bootstrap models that agree with each label.

    The segments of a model correspond to those of `labels` by the optimal assignment of
    their Jaccard indices; each corresponds to at most one.

    Parameters
    ----------
    labels : (sampled customers,) array of int
    n_segments : int
    resampled : Resampled

    Returns
    -------
    (sampled customers,) array of shares, 0 to 1
    """
    agree = np.zeros(len(labels))
    models = resampled.segment(n_segments)
    for others in models:
        overlaps = jaccard(labels, others, n_segments)
        names = np.full(overlaps.shape[1], -1)
        mine, theirs = linear_sum_assignment(-overlaps)
        names[theirs] = mine
        agree += names[others] == labels
    return agree / len(models)


def rank(latents: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the second nearest segment, and the ratio of both distances, 0 to 1."""
    distances = np.sqrt(squared_distances(latents, centroids))
    order = np.argsort(distances, axis=1, kind="stable")[:, :2]
    near, far = np.take_along_axis(distances, order, axis=1).T
    ratios = np.divide(near, far, out=np.ones_like(far), where=far > 0)
    # Rounded, because the last digits depend on the processor.
    return order[:, 1], np.round(ratios, 9)


def fit_curve(ratios: np.ndarray, shares: np.ndarray) -> list[float]:
    """Return the falling shares at the knots, rounded to a thousandth.

    A customer who is as near to the next segment is in either by chance. So the last
    share is at most a half, even where no customer was seen that near to a border.
    """
    regression = IsotonicRegression(increasing=False, out_of_bounds="clip")
    found = np.round(regression.fit(ratios, shares).predict(KNOTS), 3)
    return [*found[:-1].tolist(), min(found[-1].item(), 0.5)]


def read_curves(row: dict, latents: np.ndarray) -> np.ndarray:
    """Return the assignment confidence of (customers, 8) latents, 0 to 1.

    This is the reference for the SQL of `assignment_confidence`. It is 1 for a single
    segment, and NaN without curves.
    """
    centroids, curves = np.array(row["centroids"]), row["confidence_curves"]
    if len(centroids) == 1:
        return np.ones(len(latents))
    if curves is None:
        return np.full(len(latents), np.nan)
    following, ratios = rank(latents, centroids)
    pairs = zip(nearest(latents, centroids), following, ratios, strict=True)
    return np.round([np.interp(x, KNOTS, curves[a][b]) for a, b, x in pairs], 3)

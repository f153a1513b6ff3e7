"""Measure how much a forecast depends on each input: permutation importance."""

import numpy as np

from ml.forecasts.boosting import Learned
from ml.forecasts.rows import Rows

REPEATS = 5
# The measure uses at most so many customers: more would change it little.
MOST_CUSTOMERS = 20_000


def measure_importance(
    learned: Learned, rows: Rows, actual: np.ndarray, seed: int = 7
) -> list[float]:
    """Return how much the squared error grows without each input, as a share of it.

    Each input is shuffled among the customers five times, and the mean growth is
    returned (Breiman 2001, "Random Forests", section 10). The forecast does not need an
    input whose result is about 0.

    Parameters
    ----------
    learned : Learned
    rows : Rows
        Customers at a date after the dates of the training.
    actual : (rows,) array
        The outcomes of these rows.
    """
    random = np.random.default_rng(seed)
    chosen = random.permutation(len(rows))[:MOST_CUSTOMERS]
    matrix, actual = learned.encoding.encode(rows.columns)[chosen], actual[chosen]

    def error(asked):
        return float(((learned.forecast_matrix(asked) - actual) ** 2).mean())

    base = error(matrix)
    if not base:
        return [0.0] * matrix.shape[1]
    importance = []
    for position in range(matrix.shape[1]):
        grown = []
        for _ in range(REPEATS):
            shuffled = matrix.copy()
            shuffled[:, position] = random.permutation(shuffled[:, position])
            grown.append(error(shuffled) / base - 1)
        importance.append(float(np.mean(grown)))
    return importance

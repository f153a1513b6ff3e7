"""What a forecast rests on: permutation importance."""

import numpy as np

from ml.forecasts.boosting import Learned
from ml.forecasts.rows import Rows

REPEATS = 5
# More customers would say the same, in more time.
MOST = 20_000


def measure_importance(
    learned: Learned, rows: Rows, actual: np.ndarray, seed: int = 7
) -> list[float]:
    """Return by what share the squared error grows without each input, in order.

    An input is taken away by giving each customer that of another one (Breiman 2001,
    "Random Forests", section 10), the mean of five times. About 0 says that the
    forecast does without it.

    Parameters
    ----------
    learned : Learned
    rows : Rows
        Later than those that it was learned from.
    actual : (rows,) array
    """
    random = np.random.default_rng(seed)
    chosen = random.permutation(len(rows))[:MOST]
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

"""Measure how much a forecast depends on each input: permutation importance."""

import numpy as np

from ml.forecasts.boosting import Learned
from ml.forecasts.samples import Sample

REPEATS = 3
# The measure uses at most so many customers: more would change it little.
MOST_CUSTOMERS = 5_000


def measure_importance(learned: Learned, later: Sample, seed: int = 7) -> list[float]:
    """Return how much the squared error grows without each input, as a share of it.

    Each input is shuffled among the customers three times, and the mean growth is
    returned (Breiman 2001, "Random Forests", section 10). The forecast does not need an
    input whose result is about 0.

    Parameters
    ----------
    learned : Learned
    later : Sample
        Customers at a date after the dates of the training, with one horizon.
    """
    random = np.random.default_rng(seed)
    actual, base = {
        "chance": ((later.later_days > 0).astype(float), later.chance),
        "orders": (later.later_days, later.orders),
        "amount": (later.later_amounts / np.maximum(later.later_days, 1), later.amount),
    }[learned.target]
    counts = later.later_days > 0 if learned.target == "amount" else slice(None)
    places = np.arange(len(actual))[counts]
    chosen = random.permutation(places)[:MOST_CUSTOMERS]
    matrix = learned.encoding.encode(later.columns)[chosen]
    actual, base = actual[chosen], base[chosen]

    def error(asked):
        return float(((learned.forecast_matrix(asked, base) - actual) ** 2).mean())

    least = error(matrix) if len(chosen) else 0.0
    if not least:
        return [0.0] * matrix.shape[1]
    importance = []
    for position in range(matrix.shape[1]):
        grown = []
        for _ in range(REPEATS):
            shuffled = matrix.copy()
            shuffled[:, position] = random.permutation(shuffled[:, position])
            grown.append(error(shuffled) / least - 1)
        importance.append(float(np.mean(grown)))
    return importance

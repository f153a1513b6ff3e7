"""Intervals of revenue: the share of customers without a purchase, and of amounts.

What a customer will spend is 0 with the chance of no purchase, and otherwise the
expected amount of buyers times a random ratio. The ratios are those of customers whose
outcomes are known. The levels of an interval are then moved until it holds the wanted
share of these customers (Chernozhukov, Wüthrich & Zhu 2021, "Distributional conformal
prediction").
"""

from dataclasses import dataclass, replace

import numpy as np

# The share of customers that an interval should hold.
WANTED = 0.8
GROUPS = 3
# A group of fewer buyers would have ratios by chance.
FEWEST_BUYERS = 50
LEVELS = np.linspace(0, 1, 21)
# A test of some thousand customers does not tell smaller chances from 0.
LEAST_CHANCE = 0.001


@dataclass(frozen=True)
class Spread:
    """How far outcomes lie from forecasts.

    Attributes
    ----------
    bounds : list of float
        The chances of a purchase that separate the groups of customers.
    ratios : list of lists of float
        For each group, the quantiles of actual by expected amounts of buyers, at 0, .05
        to 1.
    low, high : float
        The levels of the ends of an interval.
    squares : list of float
        For each group, the mean square of the ratios of buyers, divided by the square
        of their mean: at least 1. The quantiles do not tell how large the few largest
        ratios are.
    """

    bounds: list[float]
    ratios: list[list[float]]
    low: float
    high: float
    squares: list[float]

    def interval(self, chance, revenue) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends of the intervals, (customers,) each.

        They are in the currency of `revenue`, and NaN where a forecast is NaN.
        """
        return tuple(
            self.quantile(np.full(len(chance), level), chance, revenue)
            for level in (self.low, self.high)
        )

    def quantile(self, levels, chance, revenue) -> np.ndarray:
        """Return the quantiles of the distributions of customers, (customers,)."""
        inner = (levels - (1 - chance)) / np.maximum(chance, 1e-12)
        amount = revenue / np.maximum(chance, 1e-12)
        found = np.zeros(len(chance))
        for ratios, members in self._groups(chance):
            found[members] = np.interp(inner[members], LEVELS, ratios)
        found = np.where(inner > 0, found * amount, 0.0)
        return np.where(np.isnan(chance) | np.isnan(revenue), np.nan, found)

    def level(self, actual, chance, revenue, random) -> np.ndarray:
        """Return at which level of its distribution each outcome lies, (customers,).

        An outcome of 0 has many levels, of which one is drawn.
        """
        ratio = actual * chance / np.maximum(revenue, 1e-12)
        found = np.zeros(len(chance))
        for ratios, members in self._groups(chance):
            found[members] = np.interp(ratio[members], ratios, LEVELS)
        none = 1 - chance
        drawn = none * random.random(len(chance))
        return np.where(actual > 0, none + chance * found, drawn)

    def variance(self, chance, revenue) -> np.ndarray:
        """Return the variances of what customers will spend, (customers,).

        They are in the squared currency of `revenue`, and NaN where a forecast is NaN.
        The mean of the distribution is `revenue`: how far all customers together are
        off is no luck of single customers.
        """
        square = np.ones(len(chance))
        for (_, members), found in zip(self._groups(chance), self.squares, strict=True):
            square[members] = found
        likely = np.maximum(chance, LEAST_CHANCE)
        return revenue**2 * np.maximum(square / likely - 1, 0.0)

    def _groups(self, chance):
        places = np.searchsorted(self.bounds, chance, side="right")
        for place, ratios in enumerate(self.ratios):
            yield ratios, places == place


def calibrate(chance, revenue, actual, seed: int = 7) -> Spread | None:
    """Return the spread of outcomes; None if fewer than 50 customers bought.

    Parameters
    ----------
    chance, revenue : (customers,) arrays
        Forecasts of customers from whom nothing was learned.
    actual : (customers,) array
        Their net sales, at least 0.
    """
    buyers = (actual > 0) & (revenue > 0)
    count = min(GROUPS, buyers.sum() // FEWEST_BUYERS)
    if not count:
        return None
    cuts = np.arange(1, count) / count
    bounds = np.unique(np.quantile(chance[buyers], cuts)).tolist()
    ratio = (actual * chance)[buyers] / revenue[buyers]
    places = np.searchsorted(bounds, chance[buyers], side="right")
    groups = [ratio[places == place] for place in range(len(bounds) + 1)]
    if not all(map(len, groups)):
        bounds, groups = [], [ratio]
    raw = Spread(
        bounds,
        [np.quantile(one, LEVELS).tolist() for one in groups],
        0.0,
        1.0,
        [relative_square(one) for one in groups],
    )
    levels = raw.level(actual, chance, revenue, np.random.default_rng(seed))
    outside = (1 - WANTED) / 2
    low, high = np.quantile(levels, [outside, 1 - outside])
    return replace(raw, low=float(low), high=float(high))


def relative_square(ratio) -> float:
    """Return the mean square of ratios, divided by the square of their mean."""
    return float((ratio**2).mean() / ratio.mean() ** 2) if ratio.any() else 1.0

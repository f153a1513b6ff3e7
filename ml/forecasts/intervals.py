"""Intervals of revenue: the share of customers without a purchase, and of amounts.

What a customer will spend is 0 with the chance of no purchase, and otherwise the
expected amount of buyers times a random ratio. The ratios are those of customers whose
outcomes are known. The levels of an interval are then moved until it holds the wanted
share of these customers (Chernozhukov, Wüthrich & Zhu 2021, "Distributional conformal
prediction").
"""

from dataclasses import dataclass

import numpy as np

# The share of customers that an interval should hold.
WANTED = 0.8
GROUPS = 3
# A group of fewer buyers would have ratios by chance.
FEWEST_BUYERS = 50
LEVELS = np.linspace(0, 1, 21)


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
    """

    bounds: list[float]
    ratios: list[list[float]]
    low: float
    high: float

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
    groups = min(GROUPS, buyers.sum() // FEWEST_BUYERS)
    if not groups:
        return None
    cuts = np.arange(1, groups) / groups
    bounds = np.unique(np.quantile(chance[buyers], cuts)).tolist()
    ratio = (actual * chance)[buyers] / revenue[buyers]
    places = np.searchsorted(bounds, chance[buyers], side="right")
    ratios = [
        np.quantile(ratio[places == place], LEVELS).tolist()
        for place in range(len(bounds) + 1)
        if (places == place).any()
    ]
    if len(ratios) <= len(bounds):
        bounds, ratios = [], [np.quantile(ratio, LEVELS).tolist()]
    raw = Spread(bounds, ratios, 0.0, 1.0)
    levels = raw.level(actual, chance, revenue, np.random.default_rng(seed))
    outside = (1 - WANTED) / 2
    low, high = np.quantile(levels, [outside, 1 - outside])
    return Spread(bounds, ratios, float(low), float(high))

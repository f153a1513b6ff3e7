"""Ways to forecast chance to buy, orders and revenue: simple, closed, learned."""

from dataclasses import dataclass, field

import numpy as np

from ml.forecasts.boosting import Learned
from ml.forecasts.samples import inputs_of
from ml.forecasts.season import season_chance, times_of

TARGETS = ("chance", "orders", "revenue")
MEAN, LAST = "mean", "last period"
CLOSED, CLOSED_ALL = "closed form", "closed form, all days"
RECENT, SEASON = "gradient boosting", "gradient boosting, same season"
BOTH = "gradient boosting, mean of both"
# The simpler method first: it is used if two have the same error.
METHODS = {
    "chance": (MEAN, LAST, CLOSED, RECENT, SEASON, BOTH),
    "orders": (MEAN, LAST, CLOSED, RECENT, SEASON, BOTH),
    "revenue": (MEAN, LAST, CLOSED, CLOSED_ALL, RECENT, SEASON, BOTH),
}
# The dates that a learned method learns from.
DATES = {RECENT: "recent", SEASON: "season"}


def parts_of(target: str, method: str) -> list[tuple[str, str]]:
    """Return the (method, part) pairs that are learned for a method, if any."""
    parts = ("orders", "amount") if target == "revenue" else (target,)
    methods = DATES if method == BOTH else {method} & DATES.keys()
    return [(one, part) for one in methods for part in parts]


@dataclass(frozen=True)
class Asked:
    """Customers to forecast.

    Attributes
    ----------
    numbers, categories : dict of input to (customers,) arrays
        The numbers hold the factors of the season.
    closed : dict of (customers,) arrays
        Columns of `customer_expectations`; without those that are unknown.
    """

    numbers: dict[str, np.ndarray]
    categories: dict[str, np.ndarray]
    closed: dict[str, np.ndarray]

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.numbers["order_days"])


@dataclass(frozen=True)
class Forecaster:
    """What the methods know.

    Attributes
    ----------
    means : dict of (target, days) to float
        Mean outcomes of customers at past dates, without the season.
    learned : dict of (method, target) to Learned
        The target is `chance`, `orders` or `amount`.
    seasons : dict of (method, days) to float
        The mean factor of the season in the days from which chances were learned. The
        trees of orders know the season of each row.
    """

    means: dict[tuple[str, int], float] = field(default_factory=dict)
    learned: dict[tuple[str, str], Learned] = field(default_factory=dict)
    seasons: dict[tuple[str, int], float] = field(default_factory=dict)

    def forecast(self, method: str, target: str, asked: Asked, days: int):
        """Return (customers,) forecasts of the next days; None if not possible.

        Chances are 0 to 1, orders are days with a purchase, and revenue is in the
        currency of the file.
        """
        if method == MEAN:
            mean = self.mean(target, days)
            return None if mean is None else in_season(target, mean, asked, days)
        if method == LAST:
            return last_period(target, asked, days)
        if method == BOTH:
            found = [self._learned(one, target, asked, days) for one in DATES]
            return None if any(one is None for one in found) else sum(found) / 2
        if method in DATES:
            return self._learned(method, target, asked, days)
        return closed_form(method, target, asked, days)

    def mean(self, target: str, days: int) -> float | None:
        """Return the mean outcome; for an unknown horizon, as if days were alike."""
        known = [one for of, one in self.means if of == target and one <= days]
        if not known:
            return None
        mean, times = self.means[target, max(known)], days / max(known)
        return 1 - (1 - mean) ** times if target == "chance" else mean * times

    def _learned(self, method, target, asked, days):
        inputs, (_, orders, amount) = inputs_of(asked.numbers, asked.closed, days)
        columns = inputs | asked.categories

        def by(part, base):
            model = self.learned.get((method, part))
            return None if model is None else model.forecast(columns, base)

        if target == "chance":
            chance = by("chance", orders)
            learned = self.seasons.get((method, days), 1.0)
            times = times_of(asked.numbers, days) / learned
            return None if chance is None else season_chance(chance, times)
        if target == "orders":
            return by("orders", orders)
        found = by("orders", orders), by("amount", amount)
        return None if any(one is None for one in found) else found[0] * found[1]


def in_season(target: str, outcome, asked: Asked, days: int) -> np.ndarray:
    """Return what is expected if the outcome is that of a mean season, (customers,)."""
    times = times_of(asked.numbers, days) * np.ones(len(asked))
    return season_chance(outcome, times) if target == "chance" else outcome * times


def last_period(target: str, asked: Asked, days: int) -> np.ndarray:
    """Return the outcome of as many days before the date, (customers,)."""
    if target == "revenue":
        return np.maximum(asked.numbers[f"net_sales_{days}d"], 0.0)
    orders = asked.numbers[f"order_days_{days}d"]
    return orders if target == "orders" else (orders > 0).astype(float)


def closed_form(method: str, target: str, asked: Asked, days: int):
    """Return the forecast of BG/NBD or MBG/NBD; for revenue, times Gamma-Gamma.

    The result is a (customers,) array, or None if a column of the closed form is
    unknown.
    """
    none, orders = (
        asked.closed.get(f"{name}_{days}d")
        for name in ("churn_probability", "expected_orders")
    )
    if orders is None:
        return None
    if target == "chance":
        return in_season(target, 1 - none, asked, days)
    orders = in_season(target, orders, asked, days)
    if target == "orders":
        return orders
    amount = asked.closed.get(
        "expected_order_amount" + ("_of_all_days" if method == CLOSED_ALL else "")
    )
    return None if amount is None else orders * amount

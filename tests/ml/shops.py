"""Customers of small shops with different histories, for tests of training."""

import numpy as np

from ml.customers.customers import Customers

UNKNOWN = ("margin_rate", "return_rate")
SIZES = (1, 2, 5, 10, 19, 20, 30, 50, 99, 100, 150)
DAYS = 700


def one_order(random, number):
    """Everybody ordered once, on some day."""
    return [[day] for day in random.integers(0, DAYS, number)]


def same_day(random, number):
    """Everybody ordered on one day, one to three times."""
    return [sorted(500 + random.random(1 + one % 3) / 2) for one in range(number)]


def regular(random, number):
    """Everybody came back, some often."""
    return [random.integers(0, DAYS, 2 + random.poisson(6)) for _ in range(number)]


def two_groups(random, number):
    """One half ordered ten times until today, the other half once and long ago."""
    often = [DAYS - 1 - 20 * np.arange(10) - random.integers(9) for _ in range(number)]
    return [often[one] if one % 2 else [random.integers(30)] for one in range(number)]


def identical(_, number):
    """All customers are equal."""
    return [[100, 200, 300]] * number


HISTORIES = {
    "one order each": one_order,
    "all on one day": same_day,
    "regular": regular,
    "two clear groups": two_groups,
    "identical": identical,
    "heavy tail": regular,
}


def make_shop(shape: str, number: int, seed: int = 1) -> Customers:
    """Return the customers of a shop with one of the HISTORIES, with features."""
    random = np.random.default_rng([seed, number])
    histories = [
        np.sort(np.array(one, float)) for one in HISTORIES[shape](random, number)
    ]
    counts = np.array([len(one) for one in histories])
    sigma = {"identical": 0.0, "heavy tail": 2.0}.get(shape, 0.4)
    baskets = np.round(np.exp(random.normal(3, sigma, number)), 2)
    if shape == "two clear groups":
        baskets[1::2] *= 8
    gaps = [np.diff(one).mean() if len(one) > 1 else np.nan for one in histories]
    tenure = np.array([DAYS - one[0] for one in histories])
    numbers = {
        "recency_days": np.array([DAYS - one[-1] for one in histories]).round(),
        "orders_per_month": counts / np.maximum(tenure / 30.4375, 1),
        "is_one_time_buyer": (counts == 1).astype(float),
        "average_gap_days": np.array(gaps),
        "average_order_amount": baskets,
        "average_discount_rate": np.zeros(number),
        **{name: np.full(number, np.nan) for name in UNKNOWN},
    }
    markets = np.array(["Europe"] * number, dtype=object)
    return Customers(
        numbers,
        {"market": markets},
        baskets * counts,
        counts.astype(float),
        states=find_states(numbers["recency_days"], counts),
    )


def find_states(recency_days: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return lifecycle states by the same days for everybody."""
    names = np.array(["active", "lapsing", "lapsed"], dtype=object)
    states = names[np.searchsorted([200, 400], recency_days)]
    states[(counts == 1) & (recency_days <= 100)] = "new"
    return states

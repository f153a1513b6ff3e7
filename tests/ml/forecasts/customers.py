"""Customers whose return depends on one number and one category."""

import numpy as np

from ml.forecasts.rows import Rows

SIZE = 3_000


def make_rows(seed: int = 1, size: int = SIZE) -> Rows:
    """Return rows whose random outcome depends on `recency_days` and `market`."""
    random = np.random.default_rng(seed)
    recency = random.uniform(0, 300, size)
    market = random.choice(np.array(["Asia", "Europe", None], object), size)
    amount = random.gamma(2.0, 50.0, size)
    log_odds = recency / 60 - 2.5 + np.where(market == "Europe", -1.0, 0.5)
    churned = random.random(size) < 1 / (1 + np.exp(-log_odds))
    return Rows(
        {
            "recency_days": np.where(random.random(size) < 0.1, np.nan, recency),
            "amount": amount,
            "noise": random.random(size),
            "constant": np.ones(size),
        },
        {"market": market, "customer_type": np.full(size, "Consumer", object)},
        np.array([f"c{number % (size // 2)}" for number in range(size)]),
        np.where(churned, 0.0, 1.0),
        np.where(churned, 0.0, amount * random.uniform(0.5, 1.5, size)),
    )

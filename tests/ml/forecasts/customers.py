"""Customers whose next purchases depend on one number and one category."""

import numpy as np

from ml.forecasts.closed_forms import ClosedForms
from ml.forecasts.rows import Rows
from ml.forecasts.samples import Sample, stack
from ml.forecasts.timeline import TIMELINE, derive
from ml.purchases.purchase_model import HORIZONS

SIZE = 3_000
DAYS = 90
NO_CLOSED_FORMS = ClosedForms(None, None, None)


def make_rows(seed: int = 1, size: int = SIZE, day: str = "2024-04-01") -> Rows:
    """Return rows whose random outcomes depend on `recency_days` and `market`.

    The outcomes of all horizons are equal.
    """
    random = np.random.default_rng(seed)
    recency = random.uniform(0, 300, size)
    market = random.choice(np.array(["Asia", "Europe", None], object), size)
    log_odds = 2.5 - recency / 60 + np.where(market == "Europe", 1.0, -0.5)
    bought = random.random(size) < 1 / (1 + np.exp(-log_odds))
    days = bought * (1.0 + random.poisson(0.5, size))
    mean = random.gamma(2.0, 50.0, size)
    orders = 1.0 + random.poisson(2, size)
    return Rows(
        derive(
            {name: np.ones(size) for name in TIMELINE}
            | {
                "order_days": orders,
                "days_from_first_to_last": np.where(orders > 1, 60.0, 0.0),
                "days_since_first": np.full(size, 400.0),
                "net_sales": mean * orders,
            }
        )
        | {
            "recency_days": np.where(random.random(size) < 0.1, np.nan, recency),
            "noise": random.random(size),
            "constant": np.ones(size),
        },
        {"market": market, "customer_type": np.full(size, "Consumer", object)},
        np.array([f"c{number % (size // 2)}" for number in range(size)]),
        np.full(size, day, "datetime64[D]"),
        np.tile(days[:, None], len(HORIZONS)),
        np.tile((days * mean * random.uniform(0.5, 1.5, size))[:, None], len(HORIZONS)),
    )


def make_sample(seed: int = 1, size: int = SIZE) -> Sample:
    """Return the rows with their outcomes in 90 days."""
    return stack([(DAYS, make_rows(seed, size))], NO_CLOSED_FORMS)

"""Fit models of purchases and spend, and compute the orders that they expect."""

import math
import sys

import numpy as np
import pyarrow as pa

from ml.purchases.fitting import FitError
from ml.purchases.histories import Histories
from ml.purchases.orders import PurchaseModel, fit_likeliest
from ml.purchases.spend_variants import (
    FEWEST_REPEATERS,
    SPEND_COLUMNS,
    SPEND_DAYS,
    count_in_words,
    fit_variant,
)

# The model of purchases is fitted only if at least FEWEST_REPEATERS customers, and such
# a share of them, bought on a second day.
SMALLEST_REPEATER_SHARE = 0.01
# The periods to forecast, in days from today.
HORIZONS = (30, 90, 180, 365)
# Days of a year of a lifetime: that of the longest horizon.
YEAR = 365
PURCHASE_MODEL_SCHEMA = pa.schema(
    [
        ("model_name", pa.string()),
        *((name, pa.float64()) for name in ("r", "alpha", "a", "b")),
        ("leaves_after_first", pa.int32()),
        ("log_likelihood", pa.float64()),
        *(
            (f"{days}{name}", pa.float64())
            for days in SPEND_DAYS
            for name in SPEND_COLUMNS
        ),
        ("customers", pa.int64()),
        ("repeaters", pa.int64()),
        ("refused_because", pa.string()),
        *((f"{days}spend_refused_because", pa.string()) for days in SPEND_DAYS),
    ]
)


def fit(session, histories, customers):
    """Return a relation of one row: the parameters, or NULLs and the reasons for them.

    Purchases and both variants of spend are fitted, or refused, apart. `histories` is
    `purchase_histories`, and `customers` is `int_purchase_days_counted`. Without
    customers, the relation has no row.
    """
    counted = read_histories(histories)
    if not counted.total:
        return session.from_arrow(PURCHASE_MODEL_SCHEMA.empty_table())
    row = {
        "customers": int(counted.total),
        "repeaters": int(counted.customers[counted.repeats > 0].sum()),
    }
    try:
        require_repeaters(row)
        orders = fit_likeliest(counted)
        row |= {**vars(orders), "model_name": orders.name}
        row["leaves_after_first"] = orders.chance_at_first
    except FitError as reason:
        row["refused_because"] = str(reason)
        sys.stderr.write(f"No expected orders: {reason}\n")
    session.register("days_to_fit", customers)
    for days in SPEND_DAYS:
        row |= fit_variant(session, days)
    return session.from_arrow(pa.Table.from_pylist([row], PURCHASE_MODEL_SCHEMA))


def require_repeaters(row: dict) -> None:
    """Raise FitError if too few customers bought on a second day."""
    least = max(FEWEST_REPEATERS, math.ceil(SMALLEST_REPEATER_SHARE * row["customers"]))
    if row["repeaters"] < least:
        raise FitError(
            f"{count_in_words(row['repeaters'], row['customers'])} bought on a second "
            f"day, and it takes {least:,} to tell how often customers come back."
        )


def expect(session, histories, fitted, lifetime_years: int):
    """Return a relation of the orders to expect from customers who are still active.

    The relations are `purchase_histories` and `purchase_model`. Besides HORIZONS, there
    is one more period, of `lifetime_years` years: its orders say how those of later
    years compare with those of the next (Fader, Hardie & Lee 2005, "RFM and CLV: Using
    Iso-Value Curves for Customer Base Analysis").
    """
    periods = {f"{days}d": days for days in HORIZONS}
    periods["lifetime"] = YEAR * lifetime_years
    fetched = fitted.select("model_name, r, alpha, a, b, log_likelihood").fetchall()
    name, *parameters = fetched[0] if fetched else (None,)
    pairs = histories.select("repeat_days, age_days").distinct().order("all")
    columns = pairs.fetchnumpy()
    repeats, age = (column.astype(float) for column in columns.values())
    for period, days in periods.items():
        expected = np.full(len(age), np.nan)
        if name is not None:
            model = PurchaseModel(name, *parameters)
            expected = model.orders_if_alive(repeats, age / 7, days / 7)
        # DuckDB reads NaN as NULL here.
        columns[f"expected_orders_{period}_if_alive"] = expected
    session.register("expected_orders_if_alive", columns)
    return session.sql("select * from expected_orders_if_alive")


def read_histories(histories) -> Histories:
    """Return `purchase_histories` in a fixed order and in weeks."""
    fetched = histories.order("all").fetchnumpy()
    days = {name: column.astype(float) for name, column in fetched.items()}
    return Histories(
        days["repeat_days"],
        days["last_repeat_days"] / 7,
        days["age_days"] / 7,
        days["customers"],
    )

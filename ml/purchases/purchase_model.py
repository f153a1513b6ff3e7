"""Fit models of purchases, and compute the orders that they expect."""

import math
import sys

import numpy as np
import pyarrow as pa

from ml.purchases.fitting import FitError
from ml.purchases.histories import Histories
from ml.purchases.orders import PurchaseModel, fit_likeliest
from ml.purchases.spend import fit_spend

# A model is fitted only if at least so many customers, and such a share of them, bought
# on a second day.
FEWEST_REPEATERS = 50
SMALLEST_REPEATER_SHARE = 0.01
# The periods to forecast, in days from today.
HORIZONS = (90, 365)
PURCHASE_MODEL_SCHEMA = pa.schema(
    [
        ("model_name", pa.string()),
        *((name, pa.float64()) for name in ("r", "alpha", "a", "b")),
        ("leaves_after_first", pa.int32()),
        ("log_likelihood", pa.float64()),
        *((name, pa.float64()) for name in ("p", "q", "v", "spend_log_likelihood")),
        ("customers", pa.int64()),
        ("repeaters", pa.int64()),
        ("refused_because", pa.string()),
    ]
)
# Amounts that differ by less than a twentieth of a percent count as equal. Exact
# amounts would give nearly as many rows as customers, but the same parameters to three
# decimals.
SPENDS = """
    select
        repeat_days,
        exp(round(ln(cast(repeat_sales_amount as double) / repeat_days) * 2000) / 2000)
            as mean_amount,
        count(*) as customers
    from days_to_fit
    where repeat_days > 0 and repeat_sales_amount > 0
    group by all
    order by all
"""


def fit(session, histories, customers):
    """Return a relation of one row: the parameters, or NULLs and the reason for them.

    `histories` is `purchase_histories`, and `customers` is `int_purchase_days_counted`.
    Without customers, the relation has no row.
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
        session.register("days_to_fit", customers)
        spends = session.execute(SPENDS).fetchnumpy()
        spend = fit_spend(*(np.asarray(spends[name], dtype=float) for name in spends))
        row |= {**vars(spend), "spend_log_likelihood": spend.log_likelihood}
        row |= {**vars(orders), "model_name": orders.name}
        row["leaves_after_first"] = orders.chance_at_first
    except FitError as reason:
        row["refused_because"] = str(reason)
        sys.stderr.write(f"No expected value: {reason}\n")
    return session.from_arrow(pa.Table.from_pylist([row], PURCHASE_MODEL_SCHEMA))


def require_repeaters(row: dict) -> None:
    """Raise FitError if too few customers bought on a second day."""
    least = max(FEWEST_REPEATERS, math.ceil(SMALLEST_REPEATER_SHARE * row["customers"]))
    if row["repeaters"] < least:
        who = f"{row['repeaters']:,}" if row["repeaters"] else "none"
        raise FitError(
            f"{who} of {row['customers']:,} customers bought on a second day, and it "
            f"takes {least:,} to tell how often customers come back."
        )


def expect(session, histories, fitted):
    """Return a relation of the orders to expect from customers who are still active.

    The relations are `purchase_histories` and `purchase_model`.
    """
    fetched = fitted.select("model_name, r, alpha, a, b, log_likelihood").fetchall()
    name, *parameters = fetched[0] if fetched else (None,)
    pairs = histories.select("repeat_days, age_days").distinct().order("all")
    columns = pairs.fetchnumpy()
    repeats, age = (column.astype(float) for column in columns.values())
    for days in HORIZONS:
        expected = np.full(len(age), np.nan)
        if name is not None:
            model = PurchaseModel(name, *parameters)
            expected = model.orders_if_alive(repeats, age / 7, days / 7)
        # DuckDB reads NaN as NULL here.
        columns[f"expected_orders_{days}d_if_alive"] = expected
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

"""Models of purchases between DuckDB relations: fitted, and applied to histories."""

import math
import sys

import numpy as np

from ml.purchases.fitting import FitError
from ml.purchases.histories import Histories
from ml.purchases.orders import PurchaseModel, fit_purchases
from ml.purchases.spend import fit_spend

# Below these nobody can tell how often customers come back.
FEWEST_REPEAT_CUSTOMERS = 50
SMALLEST_REPEAT_SHARE = 0.01
# Days to look ahead.
HORIZONS = (90, 365)
# Types of the one row of `purchase_model`.
PURCHASE_MODEL_TYPES = {
    "model_name": "varchar",
    **dict.fromkeys(("r", "alpha", "a", "b"), "double"),
    "leaves_after_first": "integer",
    "log_likelihood": "double",
    **dict.fromkeys(("p", "q", "v"), "double"),
    "spend_log_likelihood": "double",
    **dict.fromkeys(("customers", "repeaters"), "bigint"),
    "refused_because": "varchar",
}
# Amounts within a twentieth of a percent are taken for equal: with cents there would be
# no two customers alike, and parameters are the same to three decimals.
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
    """Return a relation of one row: parameters, or NULLs and the reason.

    Where there is no customer it has no row.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    histories, customers : duckdb.DuckDBPyRelation
        `purchase_histories` and `int_purchase_days_counted`.
    """
    counted = read_histories(histories)
    if not counted.total:
        return to_relation(session, {}).limit(0)
    row = {
        "customers": int(counted.total),
        "repeaters": int(counted.customers[counted.repeats > 0].sum()),
    }
    try:
        refuse_few(row)
        orders = fit_likeliest(counted)
        session.register("days_to_fit", customers)
        spends = session.execute(SPENDS).fetchnumpy()
        spend = fit_spend(*(np.asarray(spends[name], dtype=float) for name in spends))
        row |= {
            "model_name": orders.name,
            "r": orders.r,
            "alpha": orders.alpha,
            "a": orders.a,
            "b": orders.b,
            "leaves_after_first": orders.chance_at_first,
            "log_likelihood": orders.log_likelihood,
            "p": spend.p,
            "q": spend.q,
            "v": spend.v,
            "spend_log_likelihood": spend.log_likelihood,
        }
    except FitError as reason:
        row["refused_because"] = str(reason)
        print(f"No expected value: {reason}", file=sys.stderr)  # noqa: T201
    return to_relation(session, row)


def to_relation(session, row: dict):
    """Return the row of `purchase_model` as a relation; what it lacks is NULL."""
    columns = (
        f"cast(${name} as {kind}) as {name}"
        for name, kind in PURCHASE_MODEL_TYPES.items()
    )
    values = {name: row.get(name) for name in PURCHASE_MODEL_TYPES}
    return session.sql(f"select {', '.join(columns)}", params=values)


def refuse_few(row: dict) -> None:
    """Raise FitError where too few customers bought on a second day."""
    least = max(
        FEWEST_REPEAT_CUSTOMERS, math.ceil(SMALLEST_REPEAT_SHARE * row["customers"])
    )
    if row["repeaters"] < least:
        who = f"{row['repeaters']:,}" if row["repeaters"] else "none"
        raise FitError(
            f"{who} of {row['customers']:,} customers bought on a second day, and it "
            f"takes {least:,} to tell how often customers come back."
        )


def fit_likeliest(histories: Histories) -> PurchaseModel:
    """Return BG/NBD or MBG/NBD, whichever makes the histories fit_likeliest.

    Raises
    ------
    FitError
        Neither can be fitted.
    """
    fits, reasons = [], []
    for name in ("BG/NBD", "MBG/NBD"):
        try:
            fits.append(fit_purchases(histories, name))
        except FitError as reason:
            reasons.append(str(reason))
    if not fits:
        raise FitError(" ".join(reasons))
    return max(fits, key=lambda one: one.log_likelihood)


def expect(session, histories, fitted):
    """Return a relation of orders to come of customers who are still there.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    histories, fitted : duckdb.DuckDBPyRelation
        `purchase_histories` and `purchase_model`.
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
    """Return `purchase_histories` in a fixed order, time in weeks."""
    fetched = histories.order("all").fetchnumpy()
    days = {name: column.astype(float) for name, column in fetched.items()}
    return Histories(
        days["repeat_days"],
        days["last_repeat_days"] / 7,
        days["age_days"] / 7,
        days["customers"],
    )

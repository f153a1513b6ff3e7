"""Features of customers as of the day after the last order."""

import numpy as np
import pandas as pd

from benchmarks.rivals.definitions import (
    DAYS_PER_MONTH,
    FAST_DAYS,
    FILLED_FORWARD,
    RATIOS,
)
from benchmarks.rivals.in_pandas.shipments import round_days


def derive_features(orders: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row per customer with the columns of features.customer_features."""
    as_of_date = orders["ordered_at"].max().normalize() + pd.Timedelta(days=1)
    added = add_up(orders, lines, as_of_date)
    ratio = make_ratio(added)
    orders_made, gap = added["order_count"], ratio("gap_days", "repeat_count")
    tenure = (as_of_date - added["first_ordered_at"].dt.normalize()).dt.days
    recency = (as_of_date - added["last_ordered_at"].dt.normalize()).dt.days
    months = (tenure / DAYS_PER_MONTH).clip(lower=1)
    variance = ratio("squared_gap_days", "repeat_count") - gap**2
    features = {
        "as_of_date": as_of_date,
        "recency_days": recency,
        "tenure_days": tenure,
        "orders_per_month": orders_made / months.fillna(1),
        "is_one_time_buyer": (orders_made == 1).astype(int),
        "gap_variation": np.sqrt(variance.clip(lower=0)) / gap.where(gap != 0),
        "average_discount_rate": 1 - ratio("discount_known_amount", "gross_amount"),
    }
    features |= {name: ratio(*columns) for name, columns in RATIOS.items()}
    return added.assign(**features).reset_index()


def make_ratio(added: pd.DataFrame):
    """Return a function that divides two columns: NaN where the divisor is 0."""

    def ratio(numerator: str, denominator: str) -> pd.Series:
        below = added[denominator].astype(float)
        return added[numerator] / below.where(below != 0)

    return ratio


def add_up(orders: pd.DataFrame, lines: pd.DataFrame, as_of_date) -> pd.DataFrame:
    """Return sums and counts per customer, and the categories of the latest order."""
    customers = orders["customer_id"]
    # Only purchases count for the days between orders.
    purchases = orders[orders["is_purchase"]]
    bought = purchases.groupby("customer_id", sort=False)
    seconds = bought["ordered_at"].diff().dt.total_seconds()
    gap_days = round_days(seconds / 86400)
    added = measure_orders(orders, gap_days, as_of_date).groupby(customers).sum()
    unknown_if_none = {
        "profit_amount": orders["profit_amount"].where(orders["is_counted"]),
        "purchase_amount": orders["sales_amount"].where(orders["is_purchase"]),
    }
    for name, amounts in unknown_if_none.items():
        added[name] = amounts.groupby(customers).sum(min_count=1)
    added["first_ordered_at"] = bought["ordered_at"].min()
    added["last_ordered_at"] = bought["ordered_at"].max()
    added["repeat_count"] = (added["order_count"] - 1).clip(lower=0)
    added["settled_order_count"] = added["order_count"] + added["return_count"]
    latest = orders.drop_duplicates("customer_id", keep="last")
    latest = latest.set_index("customer_id")[FILLED_FORWARD]
    return added.join(latest.astype(object).fillna("Unknown")).join(
        count_varieties(purchases, lines)
    )


def measure_orders(
    orders: pd.DataFrame, gap_days: pd.Series, as_of_date
) -> pd.DataFrame:
    """Return the values that each order adds to the totals of its customer."""
    is_counted, is_purchase = orders["is_counted"], orders["is_purchase"]
    promised, sales = orders["promised_days"], orders["sales_amount"]
    shipping_days = orders["shipping_days"].where(is_purchase)
    is_recent = is_purchase & (
        orders["ordered_at"] + pd.Timedelta(days=365) >= as_of_date
    )
    is_shipped = shipping_days.notna()
    facts = {
        "clv_amount": sales.where(is_counted),
        "sales_amount_365d": sales.where(is_recent),
        "order_count": is_purchase,
        "order_count_365d": is_recent,
        "return_count": orders["is_return"],
        "cancelled_order_count": ~is_counted,
        "status_known_order_count": orders["order_status"].notna(),
        "profit_known_order_count": is_purchase & orders["profit_amount"].notna(),
        "loss_order_count": is_purchase & (orders["profit_amount"] < 0),
        "gap_days": gap_days,
        "squared_gap_days": gap_days**2,
        "shipping_days": shipping_days,
        "shipped_order_count": is_shipped,
        "late_order_count": np.floor(shipping_days) > promised,
        "punctuality_known_order_count": is_shipped & promised.notna(),
        "promised_order_count": is_purchase & promised.notna(),
        "fast_order_count": is_purchase & (promised < FAST_DAYS),
        "weekend_order_count": is_purchase & (orders["ordered_at"].dt.weekday >= 5),
    }
    for name in (
        *("line_count", "discounted_line_count", "discount_known_line_count"),
        *("quantity", "quantity_known_line_count", "quantity_known_amount"),
        *("gross_amount", "discount_known_amount"),
    ):
        facts[name] = orders[name].where(is_purchase)
    return pd.DataFrame(facts, index=orders.index)


def count_varieties(purchases: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return how many categories, payment types and markets each customer has."""
    bought = lines.loc[
        lines["order_number"].isin(purchases.index), ["customer_id", "category"]
    ]
    sources = {"category": bought, "payment_type": purchases, "market": purchases}
    return pd.DataFrame(
        {
            f"{name}_count": rows[["customer_id", name]]
            .dropna()
            .drop_duplicates()
            .groupby("customer_id")
            .size()
            for name, rows in sources.items()
        }
    )

"""Features of customers as of the day after the last order."""

import polars as pl

from benchmarks.rivals.definitions import (
    DAYS_PER_MONTH,
    FAST_DAYS,
    FILLED_FORWARD,
    RATIOS,
)
from benchmarks.rivals.in_polars.orders import sum_or_null
from benchmarks.rivals.in_polars.shipments import days_between

SUMS_OF_PURCHASES = [
    "line_count",
    "discounted_line_count",
    "discount_known_line_count",
    "quantity",
    "quantity_known_line_count",
    "quantity_known_amount",
    "gross_amount",
    "discount_known_amount",
    "gap_days",
    "squared_gap_days",
]


def derive_features(orders: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row per customer with the columns of features.customer_features."""
    as_of_date = pl.col("as_of_date")
    gap = ratio("gap_days", "repeat_count")
    variance = ratio("squared_gap_days", "repeat_count") - gap**2
    months = pl.max_horizontal(pl.col("tenure_days") / DAYS_PER_MONTH, 1.0)
    return (
        add_up(orders, lines)
        .with_columns(
            (as_of_date - pl.col("last_ordered_at").dt.date())
            .dt.total_days()
            .alias("recency_days"),
            (as_of_date - pl.col("first_ordered_at").dt.date())
            .dt.total_days()
            .alias("tenure_days"),
            (pl.col("order_count") == 1).cast(pl.Int32).alias("is_one_time_buyer"),
            repeat_count=pl.max_horizontal(pl.col("order_count").cast(pl.Int64) - 1, 0),
            settled_order_count=pl.col("order_count") + pl.col("return_count"),
        )
        .with_columns(
            orders_per_month=pl.col("order_count") / months,
            gap_variation=pl.when(gap != 0).then(variance.clip(0).sqrt() / gap),
            average_discount_rate=1 - ratio("discount_known_amount", "gross_amount"),
            **{name: ratio(*columns) for name, columns in RATIOS.items()},
        )
    )


def ratio(numerator: str, denominator: str) -> pl.Expr:
    """Return the ratio of two columns: NULL where the divisor is 0."""
    below = pl.col(denominator)
    return pl.when(below != 0).then(pl.col(numerator) / below)


def add_up(orders: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return sums and counts per customer, and the categories of the latest order."""
    as_of_date = pl.col("ordered_at").max().dt.date().dt.offset_by("1d")
    is_counted, is_purchase = pl.col("is_counted"), pl.col("is_purchase")
    orders = with_gaps(orders).with_columns(
        as_of_date=as_of_date,
        is_recent=is_purchase
        & (pl.col("ordered_at").dt.offset_by("365d") >= as_of_date),
        days_shipped=pl.when("is_purchase").then("shipping_days"),
    )
    sales, profit = pl.col("sales_amount"), pl.col("profit_amount")
    ordered_at, promised = pl.col("ordered_at"), pl.col("promised_days")
    shipped, is_recent = pl.col("days_shipped"), pl.col("is_recent")
    added = orders.group_by("customer_id").agg(
        pl.col("as_of_date").first(),
        pl.col(FILLED_FORWARD).last().fill_null("Unknown"),
        ordered_at.filter(is_purchase).min().alias("first_ordered_at"),
        ordered_at.filter(is_purchase).max().alias("last_ordered_at"),
        sales.filter(is_counted).sum().round(4).alias("clv_amount"),
        sum_or_null(profit.filter(is_counted)).alias("profit_amount"),
        sum_or_null(sales.filter(is_purchase)).alias("purchase_amount"),
        sales.filter(is_recent).sum().round(4).alias("sales_amount_365d"),
        is_purchase.sum().alias("order_count"),
        is_recent.sum().alias("order_count_365d"),
        pl.col("is_return").sum().alias("return_count"),
        (~is_counted).sum().alias("cancelled_order_count"),
        pl.col("order_status").count().alias("status_known_order_count"),
        profit.filter(is_purchase).count().alias("profit_known_order_count"),
        (is_purchase & (profit < 0)).sum().alias("loss_order_count"),
        pl.col(SUMS_OF_PURCHASES).filter(is_purchase).sum(),
        shipped.sum().alias("shipping_days"),
        shipped.count().alias("shipped_order_count"),
        (shipped.floor() > promised).sum().alias("late_order_count"),
        (shipped + promised).count().alias("punctuality_known_order_count"),
        promised.filter(is_purchase).count().alias("promised_order_count"),
        (is_purchase & (promised < FAST_DAYS)).sum().alias("fast_order_count"),
        (is_purchase & (ordered_at.dt.weekday() >= 6))
        .sum()
        .alias("weekend_order_count"),
    )
    for varieties in count_varieties(orders.filter("is_purchase"), lines):
        added = added.join(varieties, on="customer_id", how="left")
    return added


def with_gaps(orders: pl.LazyFrame) -> pl.LazyFrame:
    """Return orders with the days since the same customer's last purchase."""
    bought_at = pl.when("is_purchase").then("ordered_at")
    earlier = bought_at.forward_fill().shift().over("customer_id")
    gap = days_between(earlier, bought_at)
    return orders.with_columns(gap_days=gap, squared_gap_days=gap**2)


def count_varieties(purchases: pl.LazyFrame, lines: pl.LazyFrame):
    """Yield how many categories, payment types and markets each customer has."""
    key = ["customer_id", "order_id"]
    bought = lines.join(purchases.select(key), on=key, how="semi")
    sources = {"category": bought, "payment_type": purchases, "market": purchases}
    for name, rows in sources.items():
        yield (
            rows.filter(pl.col(name).is_not_null())
            .group_by("customer_id")
            .agg(pl.col(name).n_unique().alias(f"{name}_count"))
        )

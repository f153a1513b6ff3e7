"""Make orders from lines, and fill missing values from earlier orders."""

import polars as pl

from benchmarks.rivals.definitions import FILLED_FORWARD, NOT_COUNTED, OF_THE_FIRST_LINE

KEY = ["customer_id", "order_id"]


def assemble_orders(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row per order."""
    sales, discount = pl.col("sales_amount"), pl.col("discount_rate")
    quantity, shipped_at = pl.col("quantity"), pl.col("shipped_at")
    is_sale = (sales >= 0) & (discount < 1)
    before_discount = (sales / (1 - discount)).round(4)
    return (
        lines.sort("ordered_at", "order_line_id")
        .group_by(KEY)
        .agg(
            pl.col(OF_THE_FIRST_LINE).first(),
            pl.len().alias("line_count"),
            (discount > 0).sum().alias("discounted_line_count"),
            discount.count().alias("discount_known_line_count"),
            (sales < 0).sum().alias("negative_line_count"),
            (shipped_at < pl.col("ordered_at")).any().alias("is_doubtful"),
            quantity.sum(),
            quantity.count().alias("quantity_known_line_count"),
            sales.filter(quantity.is_not_null()).sum().alias("quantity_known_amount"),
            # Rounded to four decimals, because a sum of doubles that should be 0 may
            # differ from 0.
            sales.sum().round(4),
            sum_or_null(pl.col("profit_amount")),
            before_discount.filter(is_sale).sum().alias("gross_amount"),
            sales.filter(is_sale).sum().alias("discount_known_amount"),
        )
    )


def sum_or_null(numbers: pl.Expr) -> pl.Expr:
    """Return a sum that is NULL if all values are NULL."""
    return pl.when(numbers.count() > 0).then(numbers.sum().round(4))


def complete_orders(orders: pl.LazyFrame) -> pl.LazyFrame:
    """Return orders by customer and time, with gaps filled from earlier orders."""
    is_counted = ~pl.col("order_status").is_in(NOT_COUNTED).fill_null(False)
    is_return = (pl.col("sales_amount") <= 0) & (pl.col("negative_line_count") > 0)
    return orders.sort("customer_id", "ordered_at", "order_id").with_columns(
        pl.col(FILLED_FORWARD).forward_fill().over("customer_id"),
        is_counted.alias("is_counted"),
        (is_counted & is_return).alias("is_return"),
        (is_counted & ~is_return).alias("is_purchase"),
    )

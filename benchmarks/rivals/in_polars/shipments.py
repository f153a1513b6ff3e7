"""Compute shipping days, and repair wrong ones by the median of their shipping mode."""

import polars as pl

from benchmarks.rivals.definitions import LONGEST_BELIEVABLE_DAYS, PROMISED_DAYS


def repair_shipments(orders: pl.DataFrame) -> pl.DataFrame:
    """Return orders with shipping days and promised days.

    A repair uses the median as of the first month end after the shipment. A later
    median was not known at the time of the shipment.
    """
    ordered_at, shipped_at = pl.col("ordered_at"), pl.col("shipped_at")
    days = days_between(ordered_at, shipped_at)
    known_at = pl.max_horizontal(ordered_at, shipped_at)
    as_of_date = ordered_at.max().dt.date().dt.offset_by("1d")
    month_end = known_at.dt.month_start().dt.offset_by("1mo").dt.date()
    dated = orders.lazy().with_columns(
        days.alias("days"),
        (days.is_between(0, LONGEST_BELIEVABLE_DAYS) & ~pl.col("is_doubtful"))
        .fill_null(False)
        .alias("is_believable"),
        pl.when(known_at < as_of_date)
        .then(pl.min_horizontal(month_end, as_of_date))
        .alias("known_from"),
        pl.col("shipping_mode")
        .replace_strict(PROMISED_DAYS, default=None, return_dtype=pl.Float64)
        .alias("promised_days"),
    )
    dated = dated.collect(engine="streaming").lazy()
    of_modes, of_all = find_medians(dated)
    repaired = pl.coalesce("median_of_mode", "median_of_all", "promised_days")
    is_known = pl.col("known_from").is_not_null()
    as_they_are = {"how": "left", "maintain_order": "left"}
    repaired_orders = (
        dated.join(of_modes, on=["known_from", "shipping_mode"], **as_they_are)
        .join(of_all, on="known_from", **as_they_are)
        .with_columns(
            pl.when(is_known & pl.col("is_believable"))
            .then("days")
            .when(is_known)
            .then(repaired)
            .alias("shipping_days")
        )
    )
    return repaired_orders.collect(engine="streaming")


def find_medians(orders: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return the medians by date for each mode and for all modes."""
    believed = (
        orders.filter("is_believable", pl.col("known_from").is_not_null())
        .select("shipping_mode", "known_from", "days")
        .collect(engine="streaming")
        .lazy()
    )
    dates = (
        orders.filter(~pl.col("is_believable"))
        .select(pl.col("known_from").drop_nulls().unique().sort())
        .collect()
        .to_series()
    )
    # The median is the mean of the two middle values. It is rounded, because doubles
    # would otherwise decide its last place.
    median = round_days((pl.col("days").median() * 2).round(4) / 2)
    known = [(date, believed.filter(pl.col("known_from") <= date)) for date in dates]
    of_modes = [
        rows.group_by("shipping_mode")
        .agg(median.alias("median_of_mode"))
        .with_columns(known_from=date)
        for date, rows in known
    ]
    of_all = [
        rows.select(median.alias("median_of_all")).with_columns(known_from=date)
        for date, rows in known
    ]
    return pl.concat(of_modes), pl.concat(of_all)


def days_between(earlier: pl.Expr, later: pl.Expr) -> pl.Expr:
    """Return days to four places, halves up."""
    seconds = (later - earlier).dt.total_seconds()
    # Polars multiplies by the inverse of a constant, which rounds some halves wrongly.
    # So the divisor is a column.
    seconds_per_day = seconds * 0 + 86_400
    return round_days(seconds / seconds_per_day)


def round_days(days: pl.Expr) -> pl.Expr:
    """Return days to four places, halves up."""
    return ((days * 10_000 + 0.5).floor() / 10_000).round(4)

"""Read order lines, convert their values and assign verdicts."""

from datetime import datetime

import polars as pl

from benchmarks.rivals.definitions import (
    EARLIEST,
    IDS,
    LATEST,
    NUMBERS,
    OF_THE_FIRST_LINE,
    TIMESTAMP_FORMAT,
)


def read_lines(path: str) -> pl.LazyFrame:
    """Return the lines of a file, with text converted to times and numbers."""
    words = [*OF_THE_FIRST_LINE, "category", "product"]
    columns = [*IDS, *words, *NUMBERS, "sales_amount"]
    ids = pl.col(IDS).str.strip_chars()
    return (
        pl.scan_parquet(path)
        .select(columns)
        .with_columns(
            pl.when(ids != "").then(ids).name.keep(),
            pl.col("ordered_at").str.to_datetime(TIMESTAMP_FORMAT, strict=False),
            pl.col("sales_amount").cast(pl.Float64, strict=False).fill_nan(None),
            pl.col(NUMBERS).cast(pl.Float64),
        )
    )


def judge(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return all lines with their `verdict`."""
    between = (datetime.fromisoformat(EARLIEST), datetime.fromisoformat(LATEST), "left")
    is_usable = pl.all_horizontal(
        pl.col("customer_id").is_not_null(),
        pl.col("order_id").is_not_null(),
        pl.col("ordered_at").is_between(*between).fill_null(False),
        pl.col("shipped_at").is_between(*between).fill_null(True),
        pl.col("sales_amount").is_not_null(),
        pl.col("discount_rate").is_between(0, 1).fill_null(True),
    )
    verdict = pl.when(is_usable).then(pl.lit("accepted")).otherwise(pl.lit("rejected"))
    return lines.with_columns(verdict.alias("verdict"))


def mark_repeats(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return all lines; an accepted line is `repeated` if a later one has its id.

    The join reads only lines whose id recurs. `unique` over all lines took more time
    and memory than all other steps.
    """
    is_accepted = pl.col("verdict") == "accepted"
    numbered = lines.with_row_index("place")
    latest = (
        numbered.filter(is_accepted, pl.col("order_line_id").is_not_null())
        .group_by("order_line_id")
        .agg(pl.len(), pl.col("place").max().alias("latest"))
        .filter(pl.col("len") > 1)
        .drop("len")
    )
    is_old = is_accepted & (pl.col("latest") != pl.col("place")).fill_null(False)
    verdict = pl.when(is_old).then(pl.lit("repeated")).otherwise(pl.col("verdict"))
    return (
        numbered.join(latest, on="order_line_id", how="left")
        .with_columns(verdict.alias("verdict"))
        .drop("place", "latest")
    )

"""Order lines: read, typed, judged."""

from datetime import datetime

import polars as pl

from benchmarks.speed.meanings import (
    EARLIEST,
    IDS,
    LATEST,
    NUMBERS,
    OF_THE_FIRST_LINE,
    TIMESTAMP_FORMAT,
)


def read_lines(path: str) -> pl.LazyFrame:
    """Return the lines of a file, text turned into times and numbers."""
    columns = [*IDS, *OF_THE_FIRST_LINE, "category", *NUMBERS, "sales_amount"]
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
    """Return the lines that can be used."""
    between = (datetime.fromisoformat(EARLIEST), datetime.fromisoformat(LATEST), "left")
    return lines.filter(
        pl.col("customer_id").is_not_null(),
        pl.col("order_id").is_not_null(),
        pl.col("ordered_at").is_between(*between),
        pl.col("shipped_at").is_between(*between).fill_null(True),
        pl.col("sales_amount").is_not_null(),
        pl.col("discount_rate").is_between(0, 1).fill_null(True),
    )


def drop_repeats(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return the latest version of each line.

    Only lines whose id recurs are looked at twice: `unique` over all of them took
    more time and memory than everything else.
    """
    numbered = lines.with_row_index("place")
    latest = (
        numbered.filter(pl.col("order_line_id").is_not_null())
        .group_by("order_line_id")
        .agg(pl.len(), pl.col("place").max().alias("latest"))
        .filter(pl.col("len") > 1)
        .drop("len")
    )
    return (
        numbered.join(latest, on="order_line_id", how="left")
        .filter(pl.col("latest").is_null() | (pl.col("latest") == pl.col("place")))
        .drop("place", "latest")
    )

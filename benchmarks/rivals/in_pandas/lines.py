"""Read order lines, convert their values and assign verdicts."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rivals.definitions import (
    EARLIEST,
    IDS,
    LATEST,
    NUMBERS,
    TIMESTAMP_FORMAT,
)

WORDS = [
    "shipping_mode",
    "order_status",
    "payment_type",
    "customer_type",
    "market",
    "category",
    "product",
]
VERDICTS = ["accepted", "rejected", "repeated"]


def read_lines(path: str) -> pd.DataFrame:
    """Return the lines of a file, with text converted to times and numbers.

    Columns of repeated words are read as categories, and decimals as doubles. As
    Python's Decimal, reading them would take minutes.
    """
    columns = [*IDS, "ordered_at", "shipped_at", *WORDS, *NUMBERS, "sales_amount"]
    table = pq.read_table(path, columns=columns, read_dictionary=WORDS)
    for name in NUMBERS:
        place = table.column_names.index(name)
        table = table.set_column(place, name, table[name].cast(pa.float64()))
    lines = table.to_pandas(split_blocks=True, self_destruct=True)
    for name in IDS:
        lines[name] = lines[name].str.strip().replace("", None)
    lines["ordered_at"] = pd.to_datetime(
        lines["ordered_at"], format=TIMESTAMP_FORMAT, errors="coerce"
    )
    lines["sales_amount"] = pd.to_numeric(lines["sales_amount"], errors="coerce")
    return lines


def judge(lines: pd.DataFrame) -> pd.DataFrame:
    """Return all lines with their `verdict`."""
    is_possible = [
        lines[name].between(EARLIEST, LATEST, inclusive="left")
        for name in ("ordered_at", "shipped_at")
    ]
    is_usable = (
        lines["customer_id"].notna()
        & lines["order_id"].notna()
        & is_possible[0]
        & (is_possible[1] | lines["shipped_at"].isna())
        & lines["sales_amount"].notna()
        & (lines["discount_rate"].between(0, 1) | lines["discount_rate"].isna())
    )
    verdicts = pd.Categorical.from_codes(1 - is_usable.astype("int8"), VERDICTS)
    return lines.assign(verdict=verdicts)


def mark_repeats(lines: pd.DataFrame) -> pd.DataFrame:
    """Return all lines; an accepted line is `repeated` if a later one has its id."""
    accepted = lines.loc[lines["verdict"] == "accepted", "order_line_id"].dropna()
    is_old = accepted.duplicated(keep="last")
    lines.loc[is_old[is_old].index, "verdict"] = "repeated"
    return lines

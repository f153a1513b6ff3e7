"""Typed Parquet gives the same lines on both engines."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from tests.spark.project import SparkProject

LINES = 2_000
# Halves of the fourth decimal, and the numbers next below them.
ODD = [0.00005, -0.03125, 4.9999999999999996e-05, 1e300, 450359962737.0497, None]
COLUMNS = {
    "order_id": pa.int64(),
    "customer_id": pa.float64(),
    "order_date": pa.timestamp("us", "UTC"),
    "shipping_date": pa.timestamp("ms"),
    "shipping_mode": pa.date32(),
    "order_status": pa.bool_(),
    "market": pa.int8(),
    "category_name": pa.float64(),
    "product_name": pa.string(),
    "order_item_quantity": pa.int32(),
    "order_item_product_price": pa.float32(),
    "order_item_discount_rate": pa.decimal128(9, 3),
    "order_item_total_amount": pa.float64(),
    "order_profit_per_order": pa.decimal128(20, 8),
}


def write_lines(path):
    """Write lines with columns of every type and some missing values."""
    random = Random(7)
    rows = [dict(zip(COLUMNS, line(random), strict=True)) for _ in range(LINES)]
    for row in rows:
        row.update(dict.fromkeys(random.sample([*COLUMNS], random.randrange(3))))
    parquet.write_table(pa.Table.from_pylist(rows, pa.schema(COLUMNS)), path)


def line(random):
    """Return the values of one line in the order of the columns."""
    when = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(
        minutes=random.randrange(600_000), microseconds=random.randrange(1_000_000)
    )
    return (
        random.randrange(2**62),
        random.choice([float(random.randrange(10**9)), random.uniform(1e7, 1e9)]),
        when,
        when.replace(tzinfo=None, microsecond=250_000),
        date(2024, 1, random.randrange(1, 32)),
        random.random() < 0.5,
        random.randrange(-128, 128),
        random.choice([4006381333931.0, 12345678.5, 0.00025, 3.0]),
        random.choice([" tea ", "", "\u00a0ß\\ \"'\u2028", "0"]),
        random.randrange(-(2**31), 2**31),
        random.uniform(0, 1e6),
        Decimal(random.randrange(1_100)) / 1_000,
        random.choice([*ODD, random.uniform(-1e9, 1e9), random.randrange(10**8) / 1e5]),
        Decimal(random.randrange(-(10**18), 10**18)) / 10**8,
    )


def read_by_duckdb(path):
    """Return the lines in the form in which `tests.spark.session` prints them."""
    with duckdb.connect() as warehouse:
        warehouse.execute("set TimeZone = 'UTC'; create schema staging")
        place = Destination("memory", "staging")
        load_orders(warehouse, place, Request("orders", "customer_orders", str(path)))
        cursor = warehouse.execute("from staging.order_lines order by line_number")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return json.loads(json.dumps(rows, default=str))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parquet")
    write_lines(folder / "typed.parquet")
    times = pa.array([0], pa.timestamp("ns"))
    columns = dict.fromkeys(("order_id", "customer_id", "order_item_total_amount"), [1])
    nanoseconds = pa.table({**columns, "order_date": times})
    parquet.write_table(nanoseconds, folder / "nanoseconds.parquet")
    return folder


@pytest.fixture(scope="module")
def found(files, spark_is_there, tmp_path_factory):
    return json.loads(SparkProject(tmp_path_factory.mktemp("spark")).ask("read", files))


def test_typed_columns_give_the_same_lines_as_duckdb(files, found):
    ours, theirs = read_by_duckdb(files / "typed.parquet"), found["typed.parquet"]
    for row in (*ours, *theirs):
        # Each engine writes typed values as JSON in its own way.
        row["raw_values"] = row["raw_values"] is not None
    assert len(ours) == LINES
    assert ours == theirs
    assert {reason for row in ours for reason in row["reasons"] or []} == {
        *("order_id_missing", "customer_id_missing", "ordered_at_missing"),
        *("sales_amount_missing", "sales_amount_unreadable"),
        "discount_rate_out_of_range",
    }


def test_times_that_spark_cannot_read_are_told_in_a_sentence(found):
    assert found["nanoseconds.parquet"].endswith(
        "has times of nanoseconds, which Spark does not read: write them as "
        "microseconds."
    )

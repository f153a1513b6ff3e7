"""Money reaches every tool as a number."""

from decimal import Decimal

import duckdb
import pytest

from bi.publish import publish
from tests.bi.publishing.marts_warehouse import read


def published_type(analytics, column):
    return read(
        analytics,
        "select data_type from duckdb_columns() where schema_name = 'marts'"
        f" and table_name = 'orders' and column_name = '{column}'",
    )[0][0]


def test_money_is_published_in_64_bits(places):
    _, analytics, exports = places
    publish(*places)
    assert published_type(analytics, "clv_amount") == "DECIMAL(18,4)"
    amounts = f"select clv_amount from '{exports}/orders.parquet' order by all"
    expected = [(Decimal(number) / 4,) for number in range(3)]
    assert read(analytics, amounts) == expected
    assert read(analytics, "select clv_amount from marts.orders") == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        ("cast('123456789012345.6789' as decimal(38, 4))", "DECIMAL(38,4)"),
        ("cast('99999999999999.9999' as decimal(38, 4))", "DECIMAL(18,4)"),
        ("cast('-0.00000000000001' as decimal(38, 14))", "DOUBLE"),
        ("cast(null as decimal(38, 4))", "DECIMAL(18,4)"),
        ("cast('1.2345' as decimal(12, 4))", "DECIMAL(12,4)"),
    ],
)
def test_decimals_are_narrowed_only_where_nothing_is_lost(places, value, expected):
    warehouse, analytics, _ = places
    query = f"select {value} as amount"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"create or replace table marts.orders as {query}")
        connection.execute("insert into marts.orders values (0), (null)")
    publish(*places)
    assert published_type(analytics, "amount") == expected
    assert read(warehouse, "select sum(cast(amount as double)) from marts.orders") == (
        read(analytics, "select sum(cast(amount as double)) from marts.orders")
    )

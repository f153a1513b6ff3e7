"""Without customers no model of purchases is fitted, but the columns exist."""

import duckdb
import pytest

from ml.purchases.purchase_model import HORIZONS, expect, fit

HISTORY = """
    select
        1::integer as repeat_days,
        7::integer as last_repeat_days,
        14::integer as age_days,
        3 as customers
"""
SPENT = "select 1 as repeat_days, 9.5 as repeat_sales_amount, 12.0 as sales_amount"


def fit_and_expect(connection, condition):
    """Return both relations, limited to the customers that meet a condition."""
    histories = connection.sql(f"{HISTORY} where {condition}")
    fitted = fit(connection, histories, connection.sql(SPENT))
    return fitted, expect(connection, histories, fitted, 3)


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def test_columns_are_the_same_without_a_fit_and_without_customers(connection):
    few = [(one.columns, one.types) for one in fit_and_expect(connection, "true")]
    nobody = fit_and_expect(connection, "false")
    assert [(one.columns, one.types) for one in nobody] == few
    assert [one.fetchall() for one in nobody] == [[], []]


def test_a_model_without_rows_expects_no_orders(connection):
    fitted, _ = fit_and_expect(connection, "false")
    histories = connection.sql(HISTORY)
    rows = expect(connection, histories, fitted, 3).fetchall()
    assert rows == [(1, 14, *[None] * (len(HORIZONS) + 1))]

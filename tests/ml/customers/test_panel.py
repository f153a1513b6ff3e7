"""A training as of a past date learns from the same period as a build."""

from datetime import date

import duckdb
import pytest

from ml.customers.panel import Panel


@pytest.fixture
def panel():
    """Return a panel of a customer who bought on 1 January 2023, over two years."""
    session = duckdb.connect()
    months = (
        "select 'c1' as customer_id, month from generate_series("
        "date '2023-01-01', date '2025-12-01', interval 1 month) as months (month)"
    )
    features = session.sql(
        f"select *, cast(month + interval 1 month as date) as as_of_date, 1 as "
        "clv_amount, 1 as order_count, as_of_date - date '2023-01-01' as tenure_days, "
        f"'Europe' as market from ({months})"
    )
    inputs = session.sql(
        "select 1.0::double as recency_days, *, 1 as credible_order_count "
        f"from ({months})"
    )
    return Panel(session, inputs, inputs, features)


@pytest.mark.parametrize(
    ("as_of", "earlier"),
    [
        # Twice 12 months, twice 6 months, less, and less than 3 months.
        (date(2025, 1, 1), date(2024, 1, 1)),
        (date(2024, 12, 1), date(2024, 6, 1)),
        (date(2024, 1, 1), date(2023, 7, 1)),
        (date(2023, 12, 1), date(2023, 9, 1)),
        (date(2023, 4, 1), None),
    ],
)
def test_later_sales_are_those_of_12_6_or_3_months(panel, as_of, earlier):
    assert panel.earlier_date(as_of) == earlier

"""Purchases and features count as they were known, outcomes as they are known today."""

from datetime import date

import duckdb
import numpy as np
import pytest

from ml.customers.panel import Panel
from ml.forecasts.rows import LIFETIME, RowReader
from tests.ml.forecasts.purchases import to_relation

CUT, OTHER = date(2024, 4, 1), date(2024, 3, 20)
PURCHASES = [
    ("back", "2024-01-01", "2024-01-01", 9, False),
    ("back", "2024-01-01", "2024-03-31", -9, True),
    ("back", "2024-04-05", "2024-04-05", 9, False),
    ("kept", "2024-01-01", "2024-01-01", 10, False),
    ("kept", "2024-01-01", "2024-02-01", -4, True),
    ("kept", "2024-01-02", "2024-01-02", 0, False),
    ("kept", "2024-01-03", "2024-01-03", 5, False),
    ("kept", "2024-01-03", "2024-04-01", -5, True),
    ("kept", "2024-04-01", "2024-04-01", 8, False),
    ("kept", "2024-04-01", "2024-05-01", -3, True),
    ("later", "2024-03-01", "2024-03-01", 7, False),
    ("later", "2024-03-01", "2024-04-02", -7, True),
    ("later", "2024-04-03", "2024-04-03", 6, False),
    ("later", "2024-04-03", "2024-09-01", -6, True),
]


@pytest.fixture
def reader():
    """Return a reader with a panel that lacks the features of `later`."""
    with duckdb.connect() as session:
        customers = "from (values ('back'), ('kept')) as ids (customer_id)"
        month = "date '2024-03-01' as month"
        inputs = session.sql(
            "select 1.0::double as recency, 'Asia' as market, customer_id, "
            f"1.0::double as credible_order_count {customers}"
        )
        panel = Panel(
            session,
            inputs,
            inputs.project(f"*, {month}"),
            session.sql(
                f"select customer_id, {month}, date '{CUT}' as as_of_date, "
                f"3 as order_count, 1 as clv_amount, 1 as tenure_days {customers}"
            ),
        )
        purchases = [
            (customer, *map(date.fromisoformat, days), *others)
            for customer, *days, amount, is_reversal in PURCHASES
            for others in [(amount, is_reversal)]
        ]
        yield RowReader(session, to_relation(session, purchases), panel)


def test_who_had_sent_everything_back_is_left_out_of_the_date(reader):
    assert reader.read([CUT], 9).customers.tolist() == ["kept", "later"]
    assert reader.read([OTHER], 9).customers.tolist() == ["back", "kept", "later"]


def test_outcomes_are_net_of_what_was_sent_back_until_today(reader):
    rows = reader.read([CUT], 9)
    assert rows.later_days.tolist() == [[1] * 4, [0] * 4]
    assert rows.later_amounts.tolist() == [[5] * 4, [0] * 4]
    assert rows.bought(30).tolist() == [1, 0]


def test_outcomes_can_be_those_that_an_earlier_day_knew(reader):
    rows = reader.read([CUT], 9, known_by=date(2024, 5, 1))
    assert rows.later_days.tolist() == [[1] * 4, [1] * 4]
    assert rows.later_amounts.tolist() == [[8] * 4, [6] * 4]
    assert not reader.read([CUT], 9, known_by=CUT).later_days.any()


def test_a_date_does_not_know_of_a_return_on_or_after_it(reader):
    rows = reader.read([CUT], 9)
    assert rows.numbers["order_days"].tolist() == [3, 1]
    assert rows.numbers["net_sales"].tolist() == [11, 7]
    assert rows.histories.repeats.tolist() == [2, 0]
    assert rows.histories.last == pytest.approx([2 / 7, 0])
    assert rows.histories.age == pytest.approx([90 / 7, 30 / 7])


def test_features_are_those_of_the_date_or_unknown(reader):
    rows = reader.read([CUT, OTHER], 9)
    known = (rows.customers == "kept") & (rows.dates == np.datetime64(CUT))
    assert reader.names == (("recency", *LIFETIME), ("market",))
    assert (rows.numbers["order_count"][known] == 3).all()
    assert np.isnan(rows.numbers["recency"]).tolist() == (~known).tolist()
    assert [one is None for one in rows.categories["market"]] == (~known).tolist()


def test_rows_can_be_taken_by_date(reader):
    rows = reader.read([CUT, OTHER], 9)
    at = rows.at([OTHER])
    assert at.customers.tolist() == ["back", "kept", "later"]
    assert {len(one) for one in at.columns.values()} == {3}

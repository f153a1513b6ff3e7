"""Rows agree with a slow computation; what was unknown at a date changes nothing."""

from datetime import date, timedelta

import duckdb
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ml.forecasts.rows import RowReader
from ml.forecasts.timeline import WINDOWS
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.purchases import (
    slow_days,
    slow_sum,
    slow_timeline,
    to_relation,
)

START = date(2022, 1, 1)
DAYS = st.integers(0, 1_200).map(lambda days: START + timedelta(days))
# The ends of periods are so far from a date, and errors are likely there.
ENDS = (0, *WINDOWS, *(366 - days for days in HORIZONS))
FROM_A_PURCHASE = st.sampled_from(sorted({*ENDS, *(-days for days in ENDS)}))
# A customer who buys on, just before and just after each end, before and after a date.
AS_OF = date(2024, 6, 1)
OFTEN = [
    ("a", day, day, amount + 1, False)
    for amount, day in enumerate(
        sorted(
            {
                AS_OF + timedelta(sign * days + by)
                for days in ENDS
                for sign in (-1, 1)
                for by in (-1, 0, 1)
            }
        )
    )
]
AMOUNTS = st.integers(0, 20)


@st.composite
def purchase_tables(draw):
    """Return purchases of few customers, some of which are sent back, wholly or not."""
    found = {}
    for customer, day, amount in draw(
        st.lists(st.tuples(st.sampled_from("aaabc"), DAYS, AMOUNTS), max_size=12)
    ):
        found[customer, day, day] = (amount, False)
        if draw(st.booleans()):
            known_on = day + timedelta(draw(st.integers(0, 180)))
            returned = draw(st.sampled_from([amount, amount // 2]))
            before = amount if known_on == day else 0
            found[customer, day, known_on] = (before - returned, True)
    return [(*key, *value) for key, value in found.items()]


@st.composite
def tables_and_dates(draw):
    """Return purchases and up to two dates, most of them at the end of a period."""
    purchases = draw(purchase_tables())
    days = st.sampled_from([day for _, day, *_ in purchases] or [START])
    ends = st.builds(lambda day, by: day + timedelta(by), days, FROM_A_PURCHASE)
    return purchases, draw(st.lists(ends | DAYS, min_size=1, max_size=2, unique=True))


@pytest.fixture(scope="module")
def read():
    """Return a function that reads all rows of purchases at dates."""
    with duckdb.connect() as session:
        session.execute("set threads = 1")
        yield lambda purchases, dates, limit=99: RowReader(
            session, to_relation(session, purchases)
        ).read(dates, limit)


@settings(deadline=None)
@given(tables_and_dates())
@example((OFTEN, [AS_OF]))
def test_timelines_and_outcomes_agree_with_a_slow_computation(read, asked):
    purchases, dates = asked
    rows = read(purchases, dates)
    known = slow_days(purchases, date.max)
    expected = [
        (as_of, customer, row)
        for as_of in sorted(dates)
        for customer, row in sorted(slow_timeline(purchases, as_of).items())
    ]
    assert len(rows) == len(expected)
    for place, (as_of, customer, row) in enumerate(expected):
        assert (rows.dates[place], rows.customers[place]) == (as_of, customer)
        found = {name: column[place] for name, column in rows.numbers.items()}
        assert found == pytest.approx(row, nan_ok=True)
        later = [slow_sum(known.get(customer, {}), as_of, one) for one in HORIZONS]
        assert rows.later_days[place].tolist() == [days for days, _ in later]
        assert rows.later_amounts[place] == pytest.approx([one for _, one in later])


@settings(deadline=None)
@given(tables_and_dates())
def test_what_becomes_known_later_changes_nothing_at_the_date(read, asked):
    purchases, (as_of, *_) = asked
    known = [one for one in purchases if one[2] < as_of]
    all_rows, rows = read(purchases, [as_of]), read(known, [as_of])
    assert all_rows.customers.tolist() == rows.customers.tolist()
    for name, column in rows.numbers.items():
        np.testing.assert_array_equal(all_rows.numbers[name], column)


@settings(deadline=None)
@given(purchase_tables(), DAYS, st.integers(1, 3))
def test_more_customers_or_dates_change_no_row(read, purchases, as_of, limit):
    """A hash of the id chooses customers, so that samples contain smaller ones."""
    every = read(purchases, [as_of, as_of + timedelta(30)]).at([as_of])
    some = read(purchases, [as_of], limit)
    assert len(np.unique(some.customers)) <= limit
    assert {*some.customers} <= {*read(purchases, [as_of], limit + 1).customers}
    same = every.take(np.isin(every.customers, some.customers))
    for name, column in some.numbers.items():
        np.testing.assert_array_equal(column, same.numbers[name])
    np.testing.assert_array_equal(some.later_amounts, same.later_amounts)


def test_a_day_that_was_sent_back_vanishes_from_then_on(read):
    day, known_on = date(2024, 1, 1), date(2024, 2, 1)
    purchases = [("a", day, day, 9, False), ("a", day, known_on, -9, True)]
    assert len(read(purchases, [known_on])) == 1
    assert len(read(purchases, [known_on + timedelta(1)])) == 0


@pytest.mark.parametrize("dates", [[], [date(2024, 1, 1)]])
def test_without_dates_or_customers_there_are_no_rows(read, dates):
    day = date(2023, 1, 1)
    for purchases in ([], [("a", day, day, 9, False)]):
        rows = read(purchases, dates)
        assert len(rows) == (1 if dates and purchases else 0)
        assert rows.later_days.shape == (len(rows), len(HORIZONS))
        assert len(rows.histories.repeats) == len(rows)
        assert {len(one) for one in rows.columns.values()} == {len(rows)}

"""Forecasts learn from outcomes that were known at the cut, one row per horizon."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ml.forecasts.closed_forms import LEAST_ORDERS, ClosedForms, closed_forms_of
from ml.forecasts.samples import MOST_ROWS, draw_sample, recent_dates, stack
from ml.forecasts.trials import means_of
from ml.purchases.orders import PurchaseModel
from ml.purchases.purchase_model import HORIZONS
from ml.purchases.spend import SpendModel
from tests.ml.forecasts.customers import NO_CLOSED_FORMS, make_rows

CLOSED_FORMS = ClosedForms(
    PurchaseModel("BG/NBD", 0.8, 6.0, 1.2, 4.0, 0.0),
    SpendModel(2.0, 4.0, 90.0, 0.0),
    SpendModel(3.0, 4.0, 60.0, 0.0),
)
DATES = [date(2022 + month // 12, month % 12 + 1, 1) for month in range(29)]
CUT = max(DATES)


@pytest.fixture(scope="module")
def rows():
    """Return 40 rows at each of the dates, with their places."""
    rows = make_rows(size=40 * len(DATES))
    return replace(
        rows,
        numbers=rows.numbers | {"place": np.arange(len(rows), dtype=float)},
        dates=np.repeat(np.array(DATES, "datetime64[D]"), 40),
    )


@pytest.mark.parametrize("which", ["recent", "season"])
def test_each_horizon_learns_at_its_own_dates(rows, which):
    sample = draw_sample(rows, NO_CLOSED_FORMS, which, CUT, 10_000)
    for days in HORIZONS:
        of_horizon = sample.numbers["horizon_days"] == days
        dates = rows.dates[sample.numbers["place"][of_horizon].astype(int)]
        expected = [date(2023, 5, 1)]
        if which == "recent":
            expected = recent_dates(DATES, CUT, days)
        assert {*np.unique(dates).astype(date)} == {*expected}


@pytest.mark.parametrize("limit", [1, 3, 4, 9, 1_000, 10**9])
def test_a_sample_has_no_more_rows_than_its_limit(rows, limit):
    sample = draw_sample(rows, CLOSED_FORMS, "recent", CUT, limit)
    # Six dates for each horizon, of which the longest has the fewest.
    known = sum(40 * len(recent_dates(DATES, CUT, days)) for days in HORIZONS)
    assert limit - 4 < len(sample.customers) <= limit or len(sample.customers) == known
    assert known < MOST_ROWS
    assert {len(one) for one in sample.columns.values()} == {len(sample.customers)}


@pytest.mark.parametrize("which", ["recent", "season"])
def test_there_is_no_sample_without_known_outcomes(rows, which):
    at_cut = rows.at([CUT])
    assert draw_sample(at_cut, CLOSED_FORMS, which, CUT, 1_000) is None


def test_the_closed_form_beside_a_row_is_that_of_its_horizon(rows):
    some = rows.at([DATES[0]])
    some.numbers["order_days_180d_a_year_ago"][:] = 7.0
    sample = stack([(days, some) for days in HORIZONS], CLOSED_FORMS)
    for place, days in enumerate(HORIZONS):
        part = sample.take(sample.numbers["horizon_days"] == days)
        orders = np.maximum(CLOSED_FORMS.expected_orders(some, days), LEAST_ORDERS)
        np.testing.assert_allclose(part.numbers["closed_form_orders"], orders)
        np.testing.assert_allclose(part.orders, orders)
        np.testing.assert_allclose(part.chance, CLOSED_FORMS.chance(some, days))
        np.testing.assert_array_equal(part.later_days, some.later_days[:, place])
        seasonal = 7.0 if days == 180 else 1.0
        assert (part.numbers["order_days_a_year_ago"] == seasonal).all()
    assert not any("0d_a_year_ago" in name for name in sample.numbers)


def test_without_a_closed_form_the_own_rate_and_mean_stand_in(rows):
    sample = stack([(90, rows)], NO_CLOSED_FORMS)
    rate = rows.numbers["order_days"] * 90 / (400 + 365)
    np.testing.assert_allclose(sample.orders, rate)
    np.testing.assert_allclose(sample.chance, 1 - np.exp(-rate))
    mean = rows.numbers["net_sales"] / rows.numbers["order_days"]
    np.testing.assert_allclose(sample.amount, mean)


def test_means_are_those_of_known_outcomes(rows):
    """What happened in the months before the cut is not yet known of a year."""
    later = rows.later_days * 0 + (rows.dates > np.datetime64("2023-05-01"))[:, None]
    means = means_of(replace(rows, later_days=later), CUT)
    assert means["orders", 365] == 0
    assert means["orders", 30] == means["chance", 30] == 1


def test_closed_forms_survive_their_table_and_may_be_missing():
    row = {
        **{"model_name": "BG/NBD", "r": 0.8, "alpha": 6.0, "a": 1.2, "b": 4.0},
        **{"log_likelihood": 0.0, "p": 2.0, "q": 4.0, "v": 90.0},
        "spend_log_likelihood": 0.0,
        **{"all_days_p": 3.0, "all_days_q": 4.0, "all_days_v": 60.0},
        "all_days_spend_log_likelihood": 0.0,
    }
    assert closed_forms_of(row) == CLOSED_FORMS
    assert closed_forms_of(dict.fromkeys(row)) == NO_CLOSED_FORMS
    without = closed_forms_of(row | {"p": None, "q": None, "v": None})
    assert without == replace(CLOSED_FORMS, spend=None)

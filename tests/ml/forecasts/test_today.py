"""Forecasts of today's customers agree, whatever is unknown of them."""

from datetime import date

import duckdb
import numpy as np
import pytest

from ml.forecasts import customer_forecasts
from ml.forecasts.customer_forecasts import AMOUNTS
from ml.forecasts.methods import CLOSED, LAST, MEAN, METHODS, TARGETS
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.purchases import simulate, slow_timeline
from tests.ml.forecasts.shop import Shop, require_coherent

FIRST, UNTIL = date(2023, 1, 1), date(2024, 1, 1)
RATIOS = np.linspace(0.2, 2, 21).tolist()
UNKNOWN = [None] * len(HORIZONS)


@pytest.fixture(scope="module")
def shop():
    with duckdb.connect() as session:
        yield Shop(session, simulate(200, FIRST, UNTIL), UNTIL)


def rows_that_choose(methods: dict, without_spread=()):
    """Return rows of `prediction_model`; `methods` are by target, one per horizon."""
    spread_at = [days not in without_spread for days in HORIZONS]
    return [
        {
            "target": target,
            "method": method,
            "horizon_days": HORIZONS,
            "is_chosen": [one == method for one in methods[target]],
            "season_index": [1.0] * 12,
            "seasons_learned": UNKNOWN,
            "mean_outcomes": [0.5, 0.9, 0.7, 2.0] if method == MEAN else UNKNOWN,
            **(
                {
                    "chance_bounds": [[] if one else None for one in spread_at],
                    "ratios": [[RATIOS] if one else None for one in spread_at],
                    "low_levels": [0.6 if one else None for one in spread_at],
                    "high_levels": [0.9 if one else None for one in spread_at],
                    "ratio_squares": [[1.5] if one else None for one in spread_at],
                }
                if (target, method) == ("revenue", methods["revenue"][0])
                else {}
            ),
        }
        for target in TARGETS
        for method in METHODS[target]
    ]


def same(method):
    return dict.fromkeys(TARGETS, [method] * len(HORIZONS))


MIXED = {
    "chance": [LAST, MEAN, CLOSED, MEAN],
    "orders": [CLOSED, LAST, MEAN, CLOSED],
    "revenue": [LAST, CLOSED, LAST, MEAN],
}


@pytest.mark.parametrize("methods", [same(LAST), same(MEAN), same(CLOSED), MIXED])
def test_forecasts_of_different_methods_agree(shop, methods):
    found = shop.forecast(rows_that_choose(methods))
    assert found["customer_id"].tolist() == sorted(slow_timeline(shop.purchases, UNTIL))
    assert all(np.isfinite(found[name]).all() for name in AMOUNTS)
    require_coherent(found)


def test_a_batch_of_customers_changes_no_forecast(shop, monkeypatch):
    rows = rows_that_choose(MIXED)
    together = shop.forecast(rows)
    monkeypatch.setattr(customer_forecasts, "FORECAST_BATCH", 7)
    for name, column in shop.forecast(rows).items():
        np.testing.assert_array_equal(column, together[name])


def test_a_customer_without_a_forecast_changes_no_other(shop, monkeypatch):
    """Nothing is expected of the first customer, as if its closed form were unknown."""
    tables = shop.todays_tables()
    names = tables["expectations_of_today"].columns[1:]
    first = min(slow_timeline(shop.purchases, UNTIL))
    unknown = ", ".join(
        f"if(customer_id = '{first}', null, {name}) as {name}" for name in names
    )
    some = tables["expectations_of_today"].select(f"customer_id, {unknown}")
    rows = rows_that_choose(MIXED)
    before = shop.forecast(rows)
    monkeypatch.setattr(
        Shop, "todays_tables", lambda _: tables | {"expectations_of_today": some}
    )
    after = shop.forecast(rows)
    closed = np.array([[one == CLOSED for one in MIXED[target]] for target in TARGETS])
    names = ("chance_to_buy", "expected_orders", "expected_revenue")
    for name, is_closed in zip(names, closed, strict=True):
        assert np.isnan(after[name][0]).tolist() == is_closed.tolist()
        np.testing.assert_array_equal(after[name][1:], before[name][1:])
    no_interval = closed[0] | closed[2]
    assert np.isnan(after["revenue_low"][0]).tolist() == no_interval.tolist()
    require_coherent(after)


def test_an_interval_that_is_unknown_hides_no_longer_one(shop):
    """Fewer than 50 customers buy within 30 days, but more within 90."""
    found = shop.forecast(rows_that_choose(same(CLOSED), without_spread=[30]))
    for end in ("revenue_low", "revenue_high"):
        assert np.isnan(found[end]).all(axis=0).tolist() == [True, False, False, False]
        assert np.isfinite(found[end][:, 1:]).all()


def test_no_method_means_no_forecast(shop):
    rows = rows_that_choose(same(MEAN))
    for row in rows:
        row["mean_outcomes"] = UNKNOWN
    found = shop.forecast(rows)
    assert len(found["customer_id"]) > 100
    assert all(np.isnan(found[name]).all() for name in AMOUNTS)

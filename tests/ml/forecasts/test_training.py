"""Three years of purchases: methods are tested and chosen, and forecast today."""

from datetime import date

import duckdb
import numpy as np
import pytest

from ml.forecasts.methods import METHODS, TARGETS
from ml.forecasts.stored_model import to_choice, to_spreads
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.purchases import simulate, slow_timeline
from tests.ml.forecasts.shop import Shop, require_coherent

FIRST, UNTIL = date(2021, 1, 1), date(2024, 1, 1)
PAIRS = {(target, method) for target in TARGETS for method in METHODS[target]}


@pytest.fixture(scope="module")
def shop():
    with duckdb.connect() as session:
        session.execute("set threads = 1")
        yield Shop(session, simulate(300, FIRST, UNTIL), UNTIL)


@pytest.fixture(scope="module")
def rows(shop):
    return shop.train()


@pytest.fixture(scope="module")
def forecasts(shop, rows):
    return shop.forecast(rows)


def test_there_is_one_row_per_target_and_method(rows):
    assert len(rows) == len(PAIRS)
    assert {(row["target"], row["method"]) for row in rows} == PAIRS
    for row in rows:
        assert row["horizon_days"] == [*HORIZONS]
        assert row["refused_because"] is None


def test_one_method_is_chosen_per_target_and_horizon(rows):
    chosen = np.array([row["is_chosen"] for row in rows], int)
    for target in TARGETS:
        of_target = [row["target"] == target for row in rows]
        assert chosen[of_target].sum(axis=0).tolist() == [1, 1, 1, 1]


def test_every_method_was_tested_at_every_horizon(rows):
    for row in rows:
        assert min(row["cuts"]) >= 1
        assert row["cuts"] == sorted(row["cuts"], reverse=True)
        for name in ("errors", "root_mean_squared_errors", "mean_absolute_errors"):
            assert min(row[name]) > 0
        assert np.isfinite(row["biases"]).all()


def test_the_chosen_method_is_better_than_the_mean(rows):
    errors = {(row["target"], row["method"]): row["errors"] for row in rows}
    for (target, days), method in to_choice(rows).items():
        place = HORIZONS.index(days)
        assert errors[target, method][place] < errors[target, "mean"][place]


def test_forecasts_of_today_are_coherent(shop, forecasts):
    customers = slow_timeline(shop.purchases, UNTIL)
    assert forecasts["customer_id"].tolist() == sorted(customers)
    assert all(np.isfinite(one).all() for one in forecasts.values() if one.ndim > 1)
    require_coherent(forecasts)


def test_forecasts_tell_who_buys_often(shop, forecasts):
    """They were not given the rate of customers, but their purchases tell it."""
    customers = slow_timeline(shop.purchases, UNTIL)
    last = [customers[one]["order_days_180d"] for one in forecasts["customer_id"]]
    orders = forecasts["expected_orders"][:, HORIZONS.index(180)]
    assert np.corrcoef(orders, last)[0, 1] > 0.7
    assert 0.5 < orders.sum() / sum(last) < 1.5


def test_every_horizon_has_an_interval(rows):
    assert to_spreads(rows).keys() == {*HORIZONS}


def test_the_same_purchases_give_the_same_rows(shop, rows):
    assert Shop(shop.session, shop.purchases[::-1], UNTIL).train() == rows


def test_the_largest_number_of_customers_bounds_what_is_read(shop, rows):
    few = shop.train(limit=60)
    assert max(few[0]["customers_tested"]) <= 60 * max(few[0]["cuts"])
    assert max(rows[0]["customers_tested"]) > 60 * max(rows[0]["cuts"])
    require_coherent(shop.forecast(few))

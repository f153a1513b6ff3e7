"""What each method forecasts, and that it does so again from its table."""

import numpy as np
import pyarrow as pa
import pytest

from ml.forecasts.boosting import FITS
from ml.forecasts.methods import (
    BOTH,
    CLOSED,
    CLOSED_ALL,
    DATES,
    LAST,
    MEAN,
    METHODS,
    RECENT,
    SEASON,
    TARGETS,
    Asked,
    Forecaster,
)
from ml.forecasts.samples import inputs_of
from ml.forecasts.stored_model import (
    PARTS,
    PREDICTION_MODEL_SCHEMA,
    to_choice,
    to_columns,
    to_forecaster,
)
from ml.purchases.purchase_model import HORIZONS
from tests.ml.forecasts.customers import make_rows, make_sample

SIZE = 500
CLOSED_COLUMNS = {
    "expected_orders_90d": np.linspace(0, 3, SIZE),
    "churn_probability_90d": np.linspace(1, 0.2, SIZE),
    "expected_order_amount": np.full(SIZE, 10.0),
    "expected_order_amount_of_all_days": np.full(SIZE, 12.0),
}
MEANS = {("chance", 30): 0.2, ("orders", 30): 0.3, ("revenue", 30): 4.0}
SEASONS = {(RECENT, 90): 1.25, (SEASON, 90): 0.8}


@pytest.fixture(scope="module")
def asked():
    rows = make_rows(seed=5, size=SIZE)
    random = np.random.default_rng(2)
    last = {
        "order_days_90d": random.integers(0, 3, SIZE).astype(float),
        "net_sales_90d": random.normal(5, 9, SIZE),
    }
    return Asked(rows.numbers | last, rows.categories, CLOSED_COLUMNS)


@pytest.fixture(scope="module")
def forecaster():
    learned = {
        (method, part): fit(make_sample(seed))
        for seed, method in enumerate(DATES)
        for part, fit in FITS.items()
    }
    return Forecaster(MEANS, learned, SEASONS)


def test_the_mean_of_a_longer_period_goes_on_like_the_known_one(asked):
    forecaster = Forecaster({**MEANS, ("orders", 180): 1.5})
    chance, orders, revenue = (
        forecaster.forecast(MEAN, target, asked, 90) for target in TARGETS
    )
    assert np.allclose(chance, 1 - 0.8**3)
    assert np.allclose(orders, 0.9)
    assert np.allclose(revenue, 12)
    assert forecaster.mean("orders", 365) == pytest.approx(1.5 * 365 / 180)
    assert Forecaster().forecast(MEAN, "orders", asked, 90) is None


def test_the_last_period_repeats_itself(asked):
    chance, orders, revenue = (
        Forecaster().forecast(LAST, target, asked, 90) for target in TARGETS
    )
    assert (orders == asked.numbers["order_days_90d"]).all()
    assert (chance == (orders > 0)).all()
    assert (revenue == np.maximum(asked.numbers["net_sales_90d"], 0)).all()


def test_the_closed_form_is_that_of_customer_expectations(asked):
    orders = CLOSED_COLUMNS["expected_orders_90d"]

    def forecast(method, target):
        return Forecaster().forecast(method, target, asked, 90)

    np.testing.assert_allclose(forecast(CLOSED, "chance"), np.linspace(0, 0.8, SIZE))
    assert (forecast(CLOSED, "orders") == orders).all()
    np.testing.assert_allclose(forecast(CLOSED, "revenue"), 10 * orders)
    np.testing.assert_allclose(forecast(CLOSED_ALL, "revenue"), 12 * orders)


@pytest.mark.parametrize(
    ("unknown", "impossible"),
    [
        ("90d", {*((one, CLOSED) for one in TARGETS), ("revenue", CLOSED_ALL)}),
        ("expected_order_amount", {("revenue", CLOSED)}),
        ("expected_order_amount_of_all_days", {("revenue", CLOSED_ALL)}),
    ],
)
def test_without_its_columns_a_closed_form_is_not_possible(asked, unknown, impossible):
    closed = {
        name: one
        for name, one in CLOSED_COLUMNS.items()
        if name != unknown and not name.endswith(f"_{unknown}")
    }
    some = Asked(asked.numbers, asked.categories, closed)
    assert impossible == {
        (target, method)
        for target in TARGETS
        for method in {CLOSED, CLOSED_ALL} & {*METHODS[target]}
        if Forecaster().forecast(method, target, some, 90) is None
    }


@pytest.mark.parametrize("target", TARGETS)
def test_both_learned_methods_are_averaged(forecaster, asked, target):
    recent, season, both = (
        forecaster.forecast(one, target, asked, 90) for one in (RECENT, SEASON, BOTH)
    )
    assert not np.allclose(recent, season)
    np.testing.assert_allclose(both, (recent + season) / 2)
    without = Forecaster(
        MEANS,
        {pair: one for pair, one in forecaster.learned.items() if pair[0] == RECENT},
    )
    assert without.forecast(BOTH, target, asked, 90) is None


def test_learned_revenue_is_orders_times_amounts(forecaster, asked):
    revenue = forecaster.forecast(RECENT, "revenue", asked, 90)
    orders = forecaster.forecast(RECENT, "orders", asked, 90)
    numbers, (_, _, base) = inputs_of(asked.numbers, asked.closed, 90)
    learned = forecaster.learned[RECENT, "amount"]
    amount = learned.forecast(numbers | asked.categories, base)
    np.testing.assert_allclose(revenue, orders * amount)


def to_rows(forecaster):
    """Return the rows of `prediction_model`, by way of its table."""
    rows = [
        {
            "target": target,
            "method": method,
            "horizon_days": HORIZONS,
            "is_chosen": [method == MEAN, method == BOTH, False, method == LAST],
            "mean_outcomes": [
                MEANS.get((target, days)) if method == MEAN else None
                for days in HORIZONS
            ],
            "seasons_learned": [
                SEASONS.get((method, days)) if target == "chance" else None
                for days in HORIZONS
            ],
            **(
                to_columns(forecaster.learned[method, PARTS[target]])
                if method in DATES
                else {}
            ),
        }
        for target in TARGETS
        for method in METHODS[target]
    ]
    return pa.Table.from_pylist(rows, PREDICTION_MODEL_SCHEMA).to_pylist()


def test_forecasts_survive_their_table(forecaster, asked):
    kept = to_forecaster(to_rows(forecaster))
    assert kept == forecaster
    for target in TARGETS:
        for method in METHODS[target]:
            np.testing.assert_array_equal(
                kept.forecast(method, target, asked, 90),
                forecaster.forecast(method, target, asked, 90),
            )


def test_the_choice_survives_its_table(forecaster):
    methods = {30: MEAN, 90: BOTH, 365: LAST}
    assert to_choice(to_rows(forecaster)) == {
        (target, days): method for target in TARGETS for days, method in methods.items()
    }

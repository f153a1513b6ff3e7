"""Forecasts are learned, calibrated, and bounded by the closed form's."""

from dataclasses import replace

import numpy as np
import pytest

from ml.forecasts.boosting import LARGEST_FACTOR, fit_amount, fit_chance, fit_orders
from ml.purchases.fitting import FitError
from tests.ml.forecasts.customers import make_sample

FITS = {"chance": fit_chance, "orders": fit_orders, "amount": fit_amount}


@pytest.fixture(scope="module")
def sample():
    return make_sample()


@pytest.fixture(scope="module")
def later():
    return make_sample(seed=2, size=20_000)


@pytest.fixture(scope="module")
def learned(sample):
    """Return the forecasts by target."""
    return {target: fit(sample) for target, fit in FITS.items()}


def forecast(learned, sample):
    return learned.forecast(sample.columns, getattr(sample, learned.target))


def test_chances_are_calibrated_on_later_customers(later):
    learned = fit_chance(make_sample(size=12_000))
    chances, bought = forecast(learned, later), later.later_days > 0
    for tenth in np.array_split(np.argsort(chances), 10):
        assert abs(chances[tenth].mean() - bought[tenth].mean()) < 0.05
    assert 0 < chances.min() < 0.2 < 0.8 < chances.max() < 1


def test_orders_and_amounts_keep_the_total(learned, later):
    orders = forecast(learned["orders"], later)
    assert orders.sum() == pytest.approx(later.later_days.sum(), rel=0.05)
    revenue = orders * forecast(learned["amount"], later)
    assert revenue.sum() == pytest.approx(later.later_amounts.sum(), rel=0.1)


def test_a_forecast_is_at_most_some_times_the_closed_form(learned, later):
    for sign, factor in ((1, LARGEST_FACTOR), (-1, 1 / LARGEST_FACTOR)):
        trees = replace(learned["orders"].trees, baseline=sign * 800.0)
        found = forecast(replace(learned["orders"], trees=trees), later)
        np.testing.assert_allclose(found, factor * later.orders)


def test_one_huge_order_changes_no_forecast_much(learned, sample, later):
    buyer = np.argmax(sample.later_days > 0)
    huge = sample.later_amounts.copy()
    huge[buyer] *= 10_000
    assert huge[buyer] > 2 * sample.later_amounts.sum()
    changed = fit_amount(replace(sample, later_amounts=huge))
    np.testing.assert_allclose(
        forecast(changed, later), forecast(learned["amount"], later), rtol=0.1
    )


def test_a_constant_is_no_input(learned):
    for one in learned.values():
        assert one.encoding.category_names == ("market",)
        assert {"recency_days", "noise", "net_sales"} <= {*one.encoding.names}
        assert not {"constant", "customer_type", "horizon_days"} & {*one.encoding.names}


def test_categories_are_ordered_by_their_outcome(learned):
    assert learned["chance"].encoding.category_values == [["Asia", "Europe"]]


def test_an_unseen_category_counts_as_unknown(learned, sample):
    unseen, unknown = (
        replace(sample, categories={"market": np.full(len(sample.orders), one, object)})
        for one in ("Atlantis", None)
    )
    for one in learned.values():
        assert (forecast(one, unseen) == forecast(one, unknown)).all()


@pytest.mark.parametrize("target", FITS)
def test_the_same_rows_give_the_same_forecast(target, learned, sample):
    assert FITS[target](sample) == learned[target]


@pytest.mark.parametrize("days", [0.0, 1.0])
def test_one_outcome_for_all_teaches_no_chance(sample, days):
    alike = replace(sample, later_days=np.full(len(sample.orders), days))
    said = f"0 of 3,000 times a customer {'bought' if not days else 'stayed away'}"
    with pytest.raises(FitError, match=f"{said} in .* takes 50 to learn from"):
        fit_chance(alike)


@pytest.mark.parametrize("target", FITS)
def test_few_customers_teach_nothing_even_at_many_dates(target, sample):
    few = np.unique(sample.customers)[:49]
    nearly = replace(sample, customers=np.resize(few, len(sample.customers)))
    with pytest.raises(FitError, match="it takes 50 customers to learn from, not 49"):
        FITS[target](nearly)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("target", FITS)
def test_no_rows_teach_nothing(target, sample):
    with pytest.raises(FitError, match="it takes 50 customers to learn from, not 0"):
        FITS[target](sample.take(np.zeros(len(sample.orders), bool)))


@pytest.mark.parametrize("target", ["orders", "amount"])
def test_no_purchase_teaches_neither_orders_nor_amounts(target, sample):
    none = np.zeros(len(sample.orders))
    with pytest.raises(FitError, match="0 of .* times a customer bought"):
        FITS[target](replace(sample, later_days=none, later_amounts=none))


@pytest.mark.parametrize("target", FITS)
def test_customers_who_are_alike_teach_nothing(target, sample):
    alike = replace(
        sample,
        numbers={name: np.ones_like(one) for name, one in sample.numbers.items()},
        categories={},
    )
    with pytest.raises(FitError, match="all customers are alike"):
        FITS[target](alike)

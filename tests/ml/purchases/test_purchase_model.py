"""Purchases and spend are fitted, or refused, apart: `purchase_model` as a table."""

import re

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from ml.purchases.purchase_model import HORIZONS, expect, fit
from tests.ml.purchases.simulated import simulate
from tests.pipeline.project import ROOT

WITH_HORIZONS = ("customer_expectations", "customer_values")
PURCHASES = ("model_name", "r", "alpha", "a", "b", "log_likelihood")
SPEND = ("p", "q", "v", "spend_log_likelihood")
HISTORIES = """
    select
        cast(repeat_days as integer) as repeat_days,
        cast(last_repeat_days as integer) as last_repeat_days,
        cast(age_days as integer) as age_days,
        count(*) as customers
    from counted group by all
"""


def fitted(histories, repeat_amounts=True, first_amounts=True, lifetime_years=3):
    """Return the row of `purchase_model`, and the rows of `purchase_expectations`."""
    size = len(histories.age)
    random = np.random.default_rng(5)
    scales = random.gamma(3.7, 1 / 15, size)
    repeats = histories.repeats
    amounts = random.gamma(6 * np.maximum(repeats, 1)) / scales * (repeats > 0)
    first = random.gamma(6, size=size) / scales
    counted = pa.table(
        {
            "repeat_days": repeats.astype(int),
            "last_repeat_days": np.ceil(histories.last * 7).astype(int),
            "age_days": np.ceil(histories.age * 7).astype(int),
            "repeat_sales_amount": amounts * repeat_amounts,
            "sales_amount": (amounts + first) * first_amounts,
        }
    )
    with duckdb.connect() as connection:
        connection.register("counted", counted)
        known = connection.sql(HISTORIES)
        model = fit(connection, known, connection.table("counted"))
        (row,) = model.to_arrow_table().to_pylist()
        expected = expect(connection, known, model, lifetime_years)
        return row, expected.to_arrow_table().to_pylist()


def known(row, names, start=""):
    """Return whether all these columns have a value; fail if only some have."""
    (found,) = {row[f"{start}{name}"] is not None for name in names}
    return found


def test_purchases_and_both_variants_of_spend_are_fitted(capsys):
    row, expected = fitted(simulate(2_000))
    assert known(row, PURCHASES)
    assert known(row, SPEND) and known(row, SPEND, "all_days_")
    assert row["p"] == pytest.approx(6, rel=0.3)
    assert row["all_days_p"] == pytest.approx(6, rel=0.3)
    assert not any(row[name] for name in row if name.endswith("refused_because"))
    assert capsys.readouterr().err == ""
    for one in expected:
        orders = [one[f"expected_orders_{days}d_if_alive"] for days in HORIZONS]
        assert 0 < orders[0] and orders == sorted(orders)
        assert orders[-1] < one["expected_orders_lifetime_if_alive"] < 3 * orders[-1]


def test_a_lifetime_of_a_year_has_the_orders_of_365_days(capsys):
    _, expected = fitted(simulate(2_000), lifetime_years=1)
    assert [one["expected_orders_lifetime_if_alive"] for one in expected] == [
        one["expected_orders_365d_if_alive"] for one in expected
    ]


def test_ten_years_have_fewer_orders_than_ten_times_the_first(capsys):
    _, expected = fitted(simulate(2_000), lifetime_years=10)
    for one in expected:
        first = one["expected_orders_365d_if_alive"]
        assert first < one["expected_orders_lifetime_if_alive"] < 10 * first


def test_spend_is_refused_alone(capsys):
    row, expected = fitted(simulate(2_000), repeat_amounts=False)
    assert known(row, PURCHASES) and known(row, SPEND, "all_days_")
    assert not known(row, SPEND)
    assert row["refused_because"] is None
    reason = "none of 2,000 customers bought on a second day for more than 0, and it"
    assert row["spend_refused_because"].startswith(reason)
    assert row["all_days_spend_refused_because"] is None
    assert capsys.readouterr().err.startswith(f"No expected amounts: {reason}")
    assert all(one["expected_orders_30d_if_alive"] for one in expected)


def test_spend_on_all_days_is_refused_alone(capsys):
    row, _ = fitted(simulate(2_000), first_amounts=False)
    assert known(row, PURCHASES) and known(row, SPEND)
    assert not known(row, SPEND, "all_days_")
    assert row["spend_refused_because"] is None
    assert row["all_days_spend_refused_because"].startswith("none of 2,000")
    assert capsys.readouterr().err.startswith("No expected amounts of all days: none")


def test_purchases_are_refused_alone(capsys):
    row, expected = fitted(simulate(1_000, seed=1, leaving=None))
    assert not known(row, PURCHASES) and row["leaves_after_first"] is None
    assert known(row, SPEND) and known(row, SPEND, "all_days_")
    assert row["refused_because"].startswith("BG/NBD says that nobody ever leaves")
    assert row["spend_refused_because"] is None
    assert capsys.readouterr().err.startswith("No expected orders: BG/NBD says that")
    orders = [
        one[f"expected_orders_{period}_if_alive"]
        for one in expected
        for period in (*(f"{days}d" for days in HORIZONS), "lifetime")
    ]
    assert set(orders) == {None}


@pytest.mark.parametrize("model", WITH_HORIZONS)
def test_sql_has_the_same_horizons(model):
    path = ROOT / f"models/predictions/segmentation__{model}.sql"
    (listed,) = re.findall(r"set horizons = \[(.*)\]", path.read_text("utf-8"))
    assert tuple(map(int, listed.split(","))) == HORIZONS

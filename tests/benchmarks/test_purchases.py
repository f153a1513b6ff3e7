"""The benchmark of purchases simulates plausible customers and builds real models."""

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.purchases.simulate import PLANTED, write_customers
from benchmarks.purchases.warehouse import Warehouse
from ml.purchases.histories import Histories
from ml.purchases.orders import PurchaseModel
from ml.purchases.purchase_model import HORIZONS
from ml.purchases.spend import SpendModel

CUSTOMERS = 60_000


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return a file with more simulated customers than the first search uses."""
    path = tmp_path_factory.mktemp("purchases") / "customers.parquet"
    write_customers(path, CUSTOMERS, seed=5)
    return path


@pytest.fixture(scope="module")
def customers(path):
    """Return these customers as columns."""
    return {
        name: column.to_numpy()
        for name, column in zip(
            pq.read_schema(path).names, pq.read_table(path).columns, strict=True
        )
    }


def test_customers_could_have_bought_so(customers):
    repeats, last = customers["repeat_days"], customers["last_repeat_days"]
    assert len(np.unique(customers["customer_id"])) == CUSTOMERS
    assert (repeats <= last).all()
    assert (last <= customers["age_days"]).all()
    assert ((repeats == 0) == (last == 0)).all()
    assert ((repeats == 0) == (customers["repeat_sales_amount"] == 0)).all()
    assert (customers["sales_amount"] > customers["repeat_sales_amount"]).all()


def test_the_warehouse_says_of_each_customer_what_the_models_say(path, customers):
    warehouse = Warehouse(path.parent, path)
    measured, process = warehouse.measure()
    known = {name: pytest.approx(PLANTED[name], rel=0.15) for name in PLANTED}
    assert measured["parameters"] == known
    all_days = measured["all_days_parameters"]
    assert all_days == {name: known[name] for name in "pqv"}
    assert measured["name"] == "BG/NBD"
    assert 0 < measured["seconds"] < process.seconds

    r, alpha, a, b, p, q, v = measured["parameters"].values()
    model = PurchaseModel("BG/NBD", r, alpha, a, b, 0.0)
    histories = Histories(
        customers["repeat_days"].astype(float),
        customers["last_repeat_days"] / 7,
        customers["age_days"] / 7,
        np.ones(CUSTOMERS),
    )
    repeats, amounts = customers["repeat_days"], customers["repeat_sales_amount"]
    means = amounts / np.maximum(repeats, 1)
    spend = SpendModel(p, q, v, 0.0).expected_spend(repeats, means)
    days = repeats + 1
    of_all_days = SpendModel(*all_days.values(), 0.0).expected_spend(
        days, customers["sales_amount"] / days
    )
    orders = {one: model.expected_orders(histories, one / 7) for one in HORIZONS}
    waits = {one: model.probability_of_none(histories, one / 7) for one in HORIZONS}
    expected = {
        "probability_alive": model.probability_alive(histories),
        **{f"expected_orders_{one}d": orders[one] for one in HORIZONS},
        **{f"churn_probability_{one}d": waits[one] for one in HORIZONS},
        "expected_order_amount": spend,
        "expected_order_amount_of_all_days": of_all_days,
        "expected_revenue_90d": orders[90] * spend,
        "expected_value_365d": orders[365] * spend,
    }
    found = read_expectations(warehouse.path)
    assert found["customer_id"].tolist() == customers["customer_id"].tolist()
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-9)


def read_expectations(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(
            "select * from predictions.customer_expectations"
            " order by cast(customer_id[2:] as integer)"
        ).fetchnumpy()

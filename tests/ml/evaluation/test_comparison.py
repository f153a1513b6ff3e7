"""All methods are compared on the same customers and by the same measures."""

from datetime import date
from types import SimpleNamespace

import duckdb
import numpy as np
import pytest

from ml.customers.customers import Customers
from ml.encoder import network
from ml.evaluation import algorithm_comparison
from ml.evaluation.algorithm_comparison import ALGORITHM_COMPARISON_SCHEMA
from ml.evaluation.comparison import compare_methods, measure_value, renumber
from ml.evaluation.segmentation_methods import (
    SEGMENTATION_METHODS,
    SegmentationTask,
    fifths,
    rfm_quintiles,
)
from tests.ml.shops import make_shop

pytestmark = pytest.mark.trains

SIZE = 60


@pytest.fixture(scope="module")
def customers():
    """Return three groups of 60 customers that differ in every feature."""
    random = np.random.default_rng(5)
    level = np.repeat([1.0, 10.0, 100.0], SIZE)
    numbers = {
        name: level * random.uniform(0.8, 1.2, 3 * SIZE)
        for name in ("recency_days", "order_count_365d", "average_order_amount")
    }
    markets = {"market": np.repeat(["Africa", "Europe", "LATAM"], SIZE).astype(object)}
    return Customers(numbers, markets, level * random.uniform(0.9, 1.1, 3 * SIZE))


@pytest.fixture(scope="module")
def results(customers):
    nobody = customers.take(np.zeros(3 * SIZE, bool))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "MAX_EPOCHS", 5)
        found = compare_methods(customers, nobody, customers, n_segments=3, seed=1)
    return {one["method"]: one for one in found}


def test_all_methods_are_there(results):
    assert list(results) == list(SEGMENTATION_METHODS)
    assert {one["customers"] for one in results.values()} == {3 * SIZE}


@pytest.mark.parametrize(
    "method",
    [
        "K-Means on the features",
        "PCA-8 + K-Means",
        "Autoencoder + K-Means",
        "Gaussian mixture",
        "Hierarchical (Ward)",
    ],
)
def test_planted_groups_are_found(results, method):
    found = results[method]
    assert found["n_segments"] == 3
    assert found["smallest_share"] > 0.3
    assert found["sample_agreement"] > 0.9
    assert found["value_explained"] > 0.9
    assert found["gini"] > 0.9


def test_fifths_of_equal_customers_are_equal():
    assert fifths(np.arange(10)).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert fifths(np.array([1, 1, 1, 2, 9])).tolist() == [1, 1, 1, 3, 4]


def test_the_latest_and_best_customers_are_in_the_highest_rfm_cell(customers):
    cells = rfm_quintiles(SegmentationTask(customers, customers, 3, 1))
    # The third group spends most and orders most often, but its last orders are old.
    assert cells[:SIZE].max() // 25 == 4
    assert (cells[2 * SIZE :] % 25).min() >= 3 * 5 + 3


def test_noise_is_no_segment():
    assert renumber(np.array([-1, 4, 2, 4])).tolist() == [-1, 1, 0, 1]


def test_value_is_unknown_without_later_sales():
    nothing = measure_value(np.array([0, 1]), np.array([1.0, 2.0]), np.array([]))
    assert nothing == {"value_explained": None, "gini": None}


def test_the_table_has_a_column_per_measure(results):
    for found in results.values():
        assert [*found] == ALGORITHM_COMPARISON_SCHEMA.names
    types = {str(one.type) for one in ALGORITHM_COMPARISON_SCHEMA}
    assert types == {"string", "int64", "double"}


def test_too_few_customers_are_not_compared_and_the_user_is_told(monkeypatch, capsys):
    monkeypatch.setattr(
        algorithm_comparison, "run_in_subprocess", lambda *_: pytest.fail("compared")
    )
    shop = make_shop("regular", 19)
    panel = SimpleNamespace(
        session=duckdb.connect(),
        month_ends=lambda: [date(2025, 1, 1)],
        customers=lambda *_: shop,
    )
    compared = algorithm_comparison.compare_on_panel(panel, 2, seed=7)
    assert compared.fetchall() == []
    said = capsys.readouterr().err
    assert "at least 20 customers" in said
    assert "2025-01-01" in said

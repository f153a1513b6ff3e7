"""All methods are compared on the same customers and by the same measures."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import duckdb
import numpy as np
import pytest

from ml.customers.customers import Customers
from ml.encoder import network
from ml.evaluation import algorithm_comparison
from ml.evaluation.algorithm_comparison import ALGORITHM_COMPARISON_SCHEMA
from ml.evaluation.comparison import compare_methods, renumber
from ml.evaluation.segmentation_methods import (
    SEGMENTATION_METHODS,
    SHIPPED,
    SegmentationTask,
    cut,
    fifths,
    rfm_quintiles,
    rfm_thirds,
    spend_quantiles,
)
from ml.evaluation.segmentation_task import standardise_logs
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
    return compare(customers, nobody, customers)


def compare(customers, before, later, n_segments=3):
    """Return the row of each method, after a short training."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "MAX_EPOCHS", 5)
        found = compare_methods(customers, before, later, n_segments, seed=1)
    return {one["method"]: one for one in found}


def without_network(patch):
    """Leave out the one method that takes seconds."""
    patch.delitem(SEGMENTATION_METHODS, SHIPPED)


def test_all_methods_are_there(results):
    assert list(results) == list(SEGMENTATION_METHODS)
    assert {one["customers"] for one in results.values()} == {3 * SIZE}
    assert {one["note"] for one in results.values() if one["n_segments"]} == {None}


@pytest.mark.parametrize(
    "method",
    [
        "K-Means on the features",
        "K-Means on 3 RFM logs",
        "PCA-8 + K-Means",
        "Autoencoder + K-Means",
        "Closed form + K-Means",
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


def test_cells_and_quantiles_have_as_many_parts_as_asked(customers):
    task = SegmentationTask(customers, customers, 3, 1)
    assert set(rfm_thirds(task)) <= set(range(27))
    assert np.bincount(spend_quantiles(task)).tolist() == [SIZE] * 3
    assert cut(np.ones(9), 4).tolist() == [2] * 9


def test_logs_have_mean_zero_and_unknown_values_the_median():
    logs = standardise_logs(np.array([1.0, 10.0, np.nan, 100.0]), np.full(4, np.nan))
    assert logs.mean(axis=0) == pytest.approx([0, 0])
    assert logs[2, 0] == pytest.approx(logs[1, 0])
    assert logs[:, 0].std() == pytest.approx(1)


def test_a_method_that_fails_says_why_and_the_others_are_compared(
    customers, monkeypatch
):
    def fail(task):
        raise RuntimeError("no idea")

    without_network(monkeypatch)
    monkeypatch.setitem(SEGMENTATION_METHODS, "Broken", fail)
    monkeypatch.setitem(SEGMENTATION_METHODS, "Short", lambda _: np.zeros(3, int))
    results = compare(customers, customers, customers)
    assert results["Broken"]["note"] == "no idea"
    assert results["Broken"]["gini"] is None
    assert results["Short"]["note"] == f"3 labels for {3 * SIZE} customers"
    assert results["K-Means on the features"]["n_segments"] == 3
    # The method that ships is missing, so nothing can be compared with it.
    assert results["K-Means on the features"]["value_verdict"] is None


def test_without_an_earlier_date_there_is_no_score_of_later_revenue(results):
    for name in ("Revenue score quantiles", "Revenue score + K-Means"):
        assert "at least 50 customers" in results[name]["note"]
        assert results[name]["n_segments"] is None


def test_a_score_of_later_revenue_finds_what_decides_it(customers, monkeypatch):
    without_network(monkeypatch)
    results = compare(customers, customers, customers)
    for name in ("Revenue score quantiles", "Revenue score + K-Means"):
        assert results[name]["value_explained"] > 0.9


def test_the_score_learns_from_the_recent_period_if_there_is_one(customers):
    sold_less = replace(customers, values=customers.values[::-1])
    task = SegmentationTask(customers, customers, 3, 1, recent=sold_less)
    scores = task.revenue_score.reshape(3, SIZE).mean(axis=1)
    assert scores[0] > scores[1] > scores[2]


def test_nobody_wins_if_nobody_bought_later(customers, monkeypatch):
    without_network(monkeypatch)
    lost = replace(customers, values=np.zeros(3 * SIZE))
    for later in (lost, customers.take(np.zeros(3 * SIZE, bool))):
        for found in compare(customers, customers, later).values():
            assert found["value_explained"] is found["gini"] is None
            assert found["value_verdict"] is found["gini_verdict"] is None


@pytest.mark.parametrize("n_segments", [1, 3, 50])
def test_equal_customers_are_one_segment_in_most_methods(
    customers, monkeypatch, n_segments
):
    without_network(monkeypatch)
    equal = customers.take(np.zeros(3 * SIZE, int))
    results = compare(equal, equal, equal, n_segments)
    named = ("K-Means on the features", "Spend quantiles", "RFM quintiles", "DBSCAN")
    assert [results[name]["n_segments"] for name in named] == [1, 1, 1, 1]
    assert "spent the same" in results["Revenue score quantiles"]["note"]


@pytest.mark.parametrize("n_segments", [1, 12])
def test_any_number_of_segments_of_few_customers_is_compared(customers, n_segments):
    few = customers.take(np.arange(0, 3 * SIZE, 9))
    assert len(few) == 20
    results = compare(few, few, few, n_segments)
    for name, found in results.items():
        assert found["note"] is None or name.startswith("Revenue"), found
    if n_segments == 1:
        assert results["Closed form + K-Means"]["value_verdict"] == "ties"


def test_the_table_has_a_column_per_measure(results):
    of_the_run = 7
    for found in results.values():
        assert [*found] == ALGORITHM_COMPARISON_SCHEMA.names[:-of_the_run]


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


def test_the_same_run_has_the_same_id_and_another_result_has_another(monkeypatch):
    shop = make_shop("regular", 30)
    panel = SimpleNamespace(
        session=duckdb.connect(),
        month_ends=lambda: [date(2025, 1, 1)],
        customers=lambda *_: shop,
    )
    ids = []
    for gini in (0.5, 0.5, 0.6):
        rows = [{"method": SHIPPED, "gini": gini}]
        monkeypatch.setattr(
            algorithm_comparison, "run_in_subprocess", lambda *_, rows=rows: rows
        )
        champion = {"source_name": "shop", "model_version": "v1"}
        found = algorithm_comparison.compare_on_panel(panel, 2, 7, champion)
        ids += found.select("comparison_id").fetchall()
        assert found.select("source_name, as_of_date, judged_until").fetchall() == [
            ("shop", date(2025, 1, 1), None)
        ]
    assert ids[0] == ids[1] != ids[2]

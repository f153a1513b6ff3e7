"""Forecasts of past periods use no data from after the date of the forecast."""

import csv
from datetime import datetime, timedelta

import pytest

from tests.pipeline.conftest import copy
from tests.pipeline.project import ROOT, Project

SAMPLE = ROOT / "seeds/sample_orders.csv"
CUT = "2025-07-01"
MEASURES = """
    select
        target, method, refused_because, mae, rmse, rmse_low, rmse_high, gini, auc,
        brier_score, variance_explained, best_lift, worst_lift
    from marts.backtest where cut_date = '2025-10-01'
"""
# The forecasts, without the actual values.
FORECASTS = f"""
    select target, method, decile, customers, round(mean_forecast, 6)
    from marts.backtest_calibration where cut_date = '{CUT}' order by all
"""


@pytest.fixture(scope="module")
def backtested(sample, tmp_path_factory):
    project = copy(sample, tmp_path_factory.mktemp("backtest"))
    project.run = project._run(["-m", "commands.backtest"], {})
    assert project.run.returncode == 0, project.run.stderr
    return project


def test_methods_are_tested_at_two_dates(backtested):
    assert "Same as last period" in backtested.run.stdout
    dates = backtested.query("select distinct cut_date from marts.backtest order by 1")
    assert [str(date) for (date,) in dates] == [CUT, "2025-10-01"]


def test_each_method_is_measured(backtested):
    found = {
        (target, method): measures
        for target, method, *measures in backtested.query(MEASURES)
    }
    assert len(found) == 14
    for (target, method), (refused, *measures) in found.items():
        _, rmse, low, high, _, auc, _, explained, best, worst = measures
        assert refused is None, method
        assert (auc is not None) == (target == "churn"), method
        if target == "revenue":
            assert low < rmse < high, method
        is_division = method in ("Segments", "RFM cells") and target == "revenue"
        assert (explained is not None) == is_division, method
        if method == "Segments" and is_division:
            assert explained > 0.4
            assert worst < 0.5 < 2 < best


def test_what_was_learned_beats_the_baselines(backtested):
    errors = {
        (target, method): rmse if target == "revenue" else brier
        for target, method, _, _, rmse, *_, brier, _, _, _ in backtested.query(MEASURES)
    }
    for target in ("revenue", "churn"):
        for baseline in ("Same as last period", "RFM cells"):
            assert errors[target, "Gradient boosting"] < errors[target, baseline]


@pytest.mark.long
def test_what_came_later_changes_no_forecast(backtested, tmp_path):
    """Every order after the first forecast date is moved by 40 days and costs more."""
    orders = tmp_path / "later.csv"
    with SAMPLE.open() as source, orders.open("w") as target:
        header, *rows = csv.reader(source)
        date, amount = header.index("ordered_at"), header.index("sales_amount")
        for row in rows:
            if row[date][:2] == "20" and row[date] >= CUT:
                moved = datetime.fromisoformat(row[date]) + timedelta(days=40)
                row[date] = moved.isoformat(sep=" ")
                row[amount] = f"9{row[amount]}"
        csv.writer(target).writerows([header, *rows])
    other = Project(tmp_path / "other")
    run = other.dbt(
        "build",
        *[
            "--select",
            "+segmentation__backtest_calibration",
            "--exclude",
            "resource_type:test",
        ],
        *["resource_type:unit_test", "--indirect-selection", "cautious"],
        variables={
            "orders_source": "sample",
            "orders_path": str(orders),
            "as_of_date": "2026-01-01",
            "n_segments": 4,
        },
    )
    assert run.returncode == 0, run.stdout
    found = other.query(FORECASTS)
    assert len(found) == 140
    assert found == backtested.query(FORECASTS)

"""Forecasts of past periods look at nothing that came after their date."""

import csv

from tests.pipeline.conftest import copy
from tests.pipeline.project import ROOT, Project

SAMPLE = ROOT / "seeds/sample_orders.csv"
MEASURES = """
    select target, method, mae, rmse, gini, bias, auc, brier_score, refused_because
    from marts.backtest where cut_date = '2025-10-01'
"""
# The total that was forecast: of what came, only the bias knows.
FORECAST = """
    select method, round((1 + bias) * actual, 4)
    from marts.backtest
    cross join (
        select sum(days.sales_amount) as actual
        from intermediate.int_purchase_days as days
        inner join features.customer_features_monthly as features
            on
                days.customer_id = features.customer_id
                and features.as_of_date = '2025-07-01'
        where
            features.order_count > 0
            and purchase_day >= '2025-07-01' and purchase_day < '2025-10-01'
    )
    where cut_date = '2025-07-01' and target = 'revenue'
    order by method
"""


def test_methods_are_tested_at_two_dates(sample, tmp_path):
    project = copy(sample, tmp_path)
    run = project._run(["-m", "commands.backtest"], {})
    assert run.returncode == 0, run.stderr
    assert "Same as last period" in run.stdout
    dates = project.query("select distinct cut_date from marts.backtest order by 1")
    assert [str(date) for (date,) in dates] == ["2025-07-01", "2025-10-01"]
    rows = project.query(MEASURES)
    assert len(rows) == 8
    measured = {(target, method): values for target, method, *values in rows}
    for (target, method), (*values, refused) in measured.items():
        assert refused is None, method
        known = sum(value is not None for value in values)
        assert known == (4 if target == "revenue" else 2), method
    naive = measured["revenue", "Same as last period"]
    for method in ("BG/NBD x Gamma-Gamma", "Gradient boosting"):
        assert measured["revenue", method][1] < naive[1]


def test_what_came_later_changes_no_forecast(sample, tmp_path):
    """Every order from the first date on costs more."""
    project = copy(sample, tmp_path / "as it was")
    assert project.dbt("build", "--select", "backtest").returncode == 0
    orders = tmp_path / "later.csv"
    with SAMPLE.open() as source, orders.open("w") as target:
        header, *rows = csv.reader(source)
        date, amount = header.index("ordered_at"), header.index("sales_amount")
        for row in rows:
            if row[date][:2] == "20" and row[date] >= "2025-07-01":
                row[amount] = f"9{row[amount]}"
        csv.writer(target).writerows([header, *rows])
    other = Project(tmp_path / "other")
    run = other.dbt(
        "build",
        *["--select", "+backtest", "--exclude", "resource_type:test"],
        *["resource_type:unit_test", "--indirect-selection", "cautious"],
        variables={
            "orders_source": "sample",
            "orders_path": str(orders),
            "as_of_date": "2026-01-01",
        },
    )
    assert run.returncode == 0, run.stdout
    found = other.query(FORECAST)
    assert len(found) == 5
    assert found == project.query(FORECAST)

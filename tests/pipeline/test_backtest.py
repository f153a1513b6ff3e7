"""Forecasts of past periods use no data from after the date of the forecast."""

import csv
from datetime import datetime, timedelta

import pytest

from tests.pipeline.conftest import copy
from tests.pipeline.project import ROOT, Project

SAMPLE = ROOT / "seeds/sample_orders.csv"
CUT = "2025-07-01"
KEY = "cut_date, horizon_days, target, method"
MEASURES = f"""
    select
        {KEY}, is_used, mae, rmse, rmse_low, rmse_high, gini, top_decile_share, auc,
        brier_score, brier_score_low, brier_score_high, coverage
    from marts.backtest
"""
# The mean error of each method, as a multiple of the least error of a date.
ERRORS = """
    select target, horizon_days, is_used, method, avg(relative_error)
    from (
        select
            *, error / min(error) over (partition by cut_date, horizon_days, target)
            as relative_error
        from marts.backtest
    )
    group by all
"""
# The forecasts, without the actual values.
FORECASTS = f"""
    select {KEY}, decile, customers, round(mean_forecast, 6)
    from marts.backtest_calibration where cut_date <= '{CUT}' order by all
"""


@pytest.fixture(scope="module")
def backtested(sample, tmp_path_factory):
    project = copy(sample, tmp_path_factory.mktemp("backtest"))
    project.run = project._run(["-m", "commands.backtest"], {})
    assert project.run.returncode == 0, project.run.stderr
    return project


def test_methods_are_tested_at_several_dates(backtested):
    dates = backtested.query("select distinct cut_date from marts.backtest order by 1")
    assert [str(date) for (date,) in dates] == ["2025-01-01", CUT, "2025-10-01"]
    tested = backtested.query(
        "select horizon_days, count(distinct cut_date) from marts.backtest"
        " group by all order by all"
    )
    assert tested == [(30, 3), (90, 3), (180, 2), (365, 1)]


def test_the_printed_tables_fit_80_columns_and_name_each_used_method(backtested):
    printed = backtested.run.stdout
    assert max(map(len, printed.splitlines())) <= 80
    used = backtested.query(
        "select distinct horizon_days, method from marts.backtest where is_used"
    )
    lines = [line.split() for line in printed.splitlines()]
    for days, method in used:
        words = [str(days), *method.split()]
        assert any(line[: len(words)] == words for line in lines), (days, method)


def test_each_method_is_measured(backtested):
    rows = backtested.query(MEASURES)
    assert len({row[:4] for row in rows}) == len(rows) == 135
    for _, _, target, method, is_used, *measures in rows:
        mae, rmse, low, high, gini, top, auc, brier, lowest, highest, held = measures
        assert (held is not None) == (is_used and target == "revenue"), method
        if target == "chance":
            assert mae is rmse is gini is top is None
            assert (auc > 0.7) or not is_used, method
            # A chance of one half has the same squared error for every customer, as the
            # mean of the sample on 2025-01-01 for 90 days.
            is_one_half = lowest == brier == highest == 0.25 and method == "mean"
            assert lowest < brier < highest or is_one_half, method
        else:
            assert auc is brier is None
            assert mae < rmse
            assert low < rmse < high, method
            assert (gini > 0.5) or not is_used, method
            assert 0 < top < 1
        if held is not None:
            # Whoever does not buy is inside each interval that begins at 0.
            assert 0.78 < held < 0.95


def test_the_backtest_repeats_the_tests_that_chose_the_forecasts(backtested):
    differences = backtested.query("""
        select count(*), max(abs(tested.error - chosen.error)),
            bool_and(tested.is_used = chosen.is_chosen),
            bool_and(tested.cut_count = chosen.cut_count)
        from predictions.forecast_choice as chosen
        full join (
            select target, horizon_days, method, is_used, avg(error) as error,
                count(*) as cut_count
            from marts.backtest group by all
        ) as tested using (target, horizon_days, method)
        where chosen.cut_count > 0 or chosen.cut_count is null
    """)
    assert differences == [(60, pytest.approx(0, abs=1e-9), True, True)]


def test_what_ships_has_the_least_mean_error_of_its_tests(backtested):
    errors = {}
    for target, days, is_used, method, error in backtested.query(ERRORS):
        found = errors.setdefault((target, days), {})
        found[method] = error
        if is_used:
            found["used"] = error
    assert len(errors) == 12
    for key, found in errors.items():
        assert found["used"] == min(found.values()), key
        assert found["used"] < found["mean"], key
        assert found["used"] < found["last period"], key


@pytest.mark.long
def test_what_came_later_changes_no_forecast(backtested, tmp_path):
    """Every order after a forecast date is moved by 40 days and costs more."""
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
        },
    )
    assert run.returncode == 0, run.stdout
    found = other.query(FORECASTS)
    # Two dates with 4 and 3 horizons, of 15 targets and methods, in tenths.
    assert len(found) == 7 * 15 * 10
    assert found == backtested.query(FORECASTS)

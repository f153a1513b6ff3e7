"""Measures of a backtest have the right values and intervals."""

from types import SimpleNamespace

import duckdb
import numpy as np
import pytest

from ml.evaluation.backtest import BACKTEST_SCHEMA, backtest
from ml.evaluation.forecast_scores import (
    calibrate,
    score_amounts,
    score_chances,
    score_division,
    score_with_intervals,
)

RANDOM = np.random.default_rng(4)
ACTUAL = RANDOM.gamma(1.0, 50.0, 400)


def test_an_interval_holds_the_measure_and_shrinks_with_more_customers():
    forecast = ACTUAL + RANDOM.normal(0, 10, 400)
    few = score_with_intervals(score_amounts, forecast[:40], ACTUAL[:40])
    many = score_with_intervals(score_amounts, forecast, ACTUAL)
    for found in (few, many):
        assert found["rmse_low"] < found["rmse"] < found["rmse_high"]
    width = [found["rmse_high"] - found["rmse_low"] for found in (few, many)]
    assert width[1] < width[0] / 2


def test_an_undefined_measure_has_no_interval():
    found = score_with_intervals(score_chances, ACTUAL / 1000, ACTUAL > -1)
    assert found["auc"] is found["auc_low"] is found["auc_high"] is None


def test_perfect_cells_explain_all_variance():
    actual = np.repeat([0.0, 10.0, 80.0], 10)
    found = score_division(actual, actual)
    assert found["variance_explained"] == pytest.approx(1)
    assert (found["worst_lift"], found["best_lift"]) == (0, pytest.approx(80 / 30))


def test_calibration_tenths_have_equal_size_and_rising_forecasts():
    tenths = calibrate(ACTUAL, ACTUAL)
    assert [one["decile"] for one in tenths] == [*range(1, 11)]
    assert {one["customers"] for one in tenths} == {40}
    means = [one["mean_forecast"] for one in tenths]
    assert means == sorted(means)
    assert means == [one["mean_actual"] for one in tenths]


def test_an_empty_backtest_has_its_columns():
    with duckdb.connect() as connection:
        reader = SimpleNamespace(panel=SimpleNamespace(session=connection))
        rows = backtest(reader, [], {}).to_arrow_table()
        assert rows.schema.equals(BACKTEST_SCHEMA)

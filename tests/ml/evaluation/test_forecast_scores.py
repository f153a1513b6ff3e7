"""Measures of a backtest have the right values and intervals."""

from types import SimpleNamespace

import duckdb
import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from ml.evaluation.backtest import BACKTEST_SCHEMA, backtest
from ml.evaluation.forecast_scores import (
    AmountScores,
    ChanceScores,
    CoverageScores,
    calibrate,
    draw_samples,
    score_with_intervals,
)
from ml.metrics import normalised_gini

SIZE = 400
RANDOM = np.random.default_rng(4)
ACTUAL = RANDOM.gamma(1.0, 50.0, SIZE)
FORECAST = np.round(ACTUAL + RANDOM.normal(0, 30, SIZE), -1)
BOUGHT = (ACTUAL > 40).astype(float)
CHANCE = np.clip(np.round(BOUGHT * 0.3 + RANDOM.random(SIZE) * 0.7, 1), 0, 1)
ONCE = np.ones(SIZE)


def test_an_interval_holds_the_measure_and_shrinks_with_more_customers():
    few, many = (
        score_with_intervals(
            AmountScores(FORECAST[:size], ACTUAL[:size]), draw_samples(size)
        )
        for size in (40, SIZE)
    )
    for found in (few, many):
        for name in ("mae", "rmse", "bias", "gini", "top_decile_share"):
            assert found[f"{name}_low"] < found[name] < found[f"{name}_high"], name
    width = [found["rmse_high"] - found["rmse_low"] for found in (few, many)]
    assert width[1] < width[0] / 2


def test_an_undefined_measure_has_no_interval():
    scores = ChanceScores(CHANCE, ONCE)
    found = score_with_intervals(scores, draw_samples(SIZE))
    assert found["auc"] is found["auc_low"] is found["auc_high"] is None


def test_measures_of_chances_are_those_of_scikit_learn():
    assert ChanceScores(CHANCE, BOUGHT).measure(ONCE) == pytest.approx(
        {
            "auc": roc_auc_score(BOUGHT, CHANCE),
            "average_precision": average_precision_score(BOUGHT, CHANCE),
            "brier_score": brier_score_loss(BOUGHT, CHANCE),
        }
    )


def test_measures_of_amounts_have_their_textbook_values():
    found = AmountScores(FORECAST, ACTUAL).measure(ONCE)
    off = FORECAST - ACTUAL
    assert found["mae"] == pytest.approx(np.abs(off).mean())
    assert found["rmse"] == pytest.approx(np.sqrt((off**2).mean()))
    assert found["correlation"] == pytest.approx(np.corrcoef(FORECAST, ACTUAL)[0, 1])
    assert found["bias"] == pytest.approx(FORECAST.sum() / ACTUAL.sum() - 1)
    assert found["gini"] == pytest.approx(normalised_gini(FORECAST, ACTUAL))


def test_a_customer_with_weight_two_counts_like_two_customers():
    weights = draw_samples(SIZE)[0]
    twice = np.repeat(np.arange(SIZE), weights.astype(int))
    for scores, forecast, actual in (
        (AmountScores, FORECAST, ACTUAL),
        (ChanceScores, CHANCE, BOUGHT),
    ):
        drawn = scores(forecast[twice], actual[twice]).measure(ONCE)
        assert scores(forecast, actual).measure(weights) == pytest.approx(drawn)
    assert CoverageScores(BOUGHT).measure(weights) == pytest.approx(
        CoverageScores(BOUGHT[twice]).measure(ONCE)
    )


def test_equal_forecasts_rank_nobody_first():
    found = AmountScores(np.full(SIZE, 7.1), ACTUAL).measure(ONCE)
    assert found["correlation"] is None
    assert found["gini"] == pytest.approx(0, abs=1e-9)
    assert found["top_decile_share"] == pytest.approx(0.1)


def test_customers_without_an_interval_do_not_count_in_the_coverage():
    inside = np.array([1.0, 0.0, np.nan, 1.0])
    assert CoverageScores(inside).measure(np.ones(4)) == {"coverage": 2 / 3}
    assert CoverageScores(inside * np.nan).measure(np.ones(4)) == {"coverage": None}


def test_calibration_tenths_have_equal_size_and_rising_forecasts():
    tenths = calibrate(ACTUAL, ACTUAL)
    assert [one["decile"] for one in tenths] == [*range(1, 11)]
    assert {one["customers"] for one in tenths} == {40}
    means = [one["mean_forecast"] for one in tenths]
    assert means == sorted(means)
    assert means == [one["mean_actual"] for one in tenths]


def test_an_empty_backtest_has_its_columns():
    with duckdb.connect() as connection:
        reader = SimpleNamespace(session=connection)
        rows = backtest(reader, None, []).to_arrow_table()
        assert rows.schema.equals(BACKTEST_SCHEMA)

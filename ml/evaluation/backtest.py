"""The tests that choose the forecasts, with more measures: `marts.backtest`.

Each month end and method is that of `ml.forecasts.trials`, so the backtest shows what
the choice saw. All methods are trained once per cut. The bootstrap draws its samples
once per cut, and sorts the customers once per method: a sample only counts customers,
so 200 samples cost less than training.
"""

from datetime import date

import numpy as np
import pyarrow as pa

from ml.evaluation.forecast_scores import (
    MEASURES,
    AmountScores,
    ChanceScores,
    CoverageScores,
    calibrate,
    draw_samples,
    score_with_intervals,
)
from ml.evaluation.interval_coverage import find_inside
from ml.forecasts.rows import RowReader
from ml.forecasts.stored_model import to_choice
from ml.forecasts.trials import Trial, Tried, month_ends, try_cuts

CALIBRATION = pa.struct(
    [
        ("decile", pa.int32()),
        ("customers", pa.int32()),
        ("mean_forecast", pa.float64()),
        ("mean_actual", pa.float64()),
    ]
)
BACKTEST_SCHEMA = pa.schema(
    [
        ("cut_date", pa.date32()),
        ("horizon_days", pa.int32()),
        ("target", pa.string()),
        ("method", pa.string()),
        ("is_used", pa.bool_()),
        ("customers", pa.int64()),
        ("error", pa.float64()),
        *(
            (f"{name}{end}", pa.float64())
            for name in MEASURES
            for end in ("", "_low", "_high")
        ),
        ("calibration", pa.list_(CALIBRATION)),
        # deprecated column name, removed in version 2.0
        ("period_days", pa.int32()),
    ]
)


def backtest(reader: RowReader, until: date | None, model: list[dict]):
    """Return a relation of one row per cut, horizon, target and method.

    Parameters
    ----------
    reader : RowReader
    until : date or None
        The first day without known orders; None without orders.
    model : list of dict
        The rows of `prediction_model`, which name the methods that are used.
    """
    rows = []
    if until and model:
        dates = month_ends(reader.first_day(), until)
        tests = try_cuts(reader, dates, until, model[0]["training_customers"])
        rows = describe(tests, to_choice(model))
    return reader.session.from_arrow(pa.Table.from_pylist(rows, BACKTEST_SCHEMA))


def describe(tests: list[Tried], chosen: dict) -> list[dict]:
    """Return the rows of `marts.backtest`; `chosen` is the result of `to_choice`."""
    tests = [one for one in tests if one.trials]
    inside = find_inside(tests, chosen)
    rows = []
    for test in tests:
        samples = draw_samples(len(test.later))
        for trial in test.trials:
            is_used = chosen[trial.target, trial.days] == trial.method
            row = describe_trial(trial, samples) | {"is_used": is_used}
            within = inside.get((trial.cut, trial.days))
            if is_used and trial.target == "revenue" and within is not None:
                row |= score_with_intervals(CoverageScores(within), samples)
            rows.append(row)
    return rows


def describe_trial(trial: Trial, samples: np.ndarray) -> dict:
    """Return the measures of a trial; `samples` is the result of `draw_samples`."""
    scores = ChanceScores if trial.target == "chance" else AmountScores
    return {
        "cut_date": trial.cut,
        "horizon_days": trial.days,
        "target": trial.target,
        "method": trial.method,
        "customers": len(trial.actual),
        "error": trial.error,
        **score_with_intervals(scores(trial.forecast, trial.actual), samples),
        "calibration": calibrate(trial.forecast, trial.actual),
        "period_days": trial.days,
    }

"""Forecast past periods by every method, and compare with the outcomes."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from ml.customers.panel import dates_before, last_before
from ml.customers.sampling import input_names
from ml.evaluation.forecast_methods import DIVISIONS, ForecastTask, methods
from ml.evaluation.forecast_scores import (
    MEASURES,
    calibrate,
    score_amounts,
    score_chances,
    score_division,
    score_with_intervals,
)
from ml.evaluation.past_segments import segments_as_of
from ml.forecasts.periods import read_period
from ml.forecasts.rows import HORIZON_DAYS, RowReader
from ml.forecasts.stored_model import TARGETS
from ml.forecasts.validation import outcome, read_rows
from ml.purchases.fitting import FitError

MOST_CUTS = 2
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
        ("period_days", pa.int32()),
        ("target", pa.string()),
        ("method", pa.string()),
        ("customers", pa.int64()),
        *(
            (f"{name}{end}", pa.float64())
            for name in MEASURES
            for end in ("", "_low", "_high")
        ),
        ("calibration", pa.list_(CALIBRATION)),
        ("refused_because", pa.string()),
    ]
)


def backtest(reader: RowReader, dates: list[date], request: dict):
    """Return a relation of one row per cut date, target and method.

    The methods forecast the last two periods of 90 days that begin with one of the
    month ends `dates` and do not overlap. Each forecast uses only orders before its
    period. `request` is the argument of the same name in `ml.evaluation.past_segments`.
    """
    rows, cut = [], max(dates, default=None)
    for _ in range(MOST_CUTS):
        before = last_before(dates, cut, HORIZON_DAYS)
        if before is None:
            break
        rows += try_methods(read_task(reader, dates, before, cut, request))
        cut = before
    table = pa.Table.from_pylist(rows, BACKTEST_SCHEMA)
    return reader.panel.session.from_arrow(table)


def read_task(reader, dates, before: date, cut: date, request: dict) -> ForecastTask:
    """Return the input of a period to forecast, with segments at its first day."""
    limit, panel = request["training_customers"], reader.panel
    known = [one for one in dates if one <= cut]
    numbers, categories = input_names(panel.inputs)
    then = replace(
        reader,
        segments_monthly=segments_as_of(panel, known, cut, request),
        segments_since=date.min,
    )
    return ForecastTask(
        read_rows(then, dates_before(dates, cut, HORIZON_DAYS), limit),
        read_period(then, before, limit),
        read_period(then, cut, limit),
        frozenset({*numbers, *categories} - {*panel.features_monthly.columns}),
    )


def try_methods(task: ForecastTask) -> list[dict]:
    """Return the rows of one period, one row per target and method."""
    rows = []
    for target in TARGETS:
        actual = outcome(target, task.period.rows)
        for name, method in methods(task, target).items():
            row = {
                "cut_date": task.period.cut,
                "period_days": HORIZON_DAYS,
                "target": target,
                "method": name,
                "customers": len(actual),
            }
            try:
                forecast = method(task, target)
                row |= score(target, name, forecast, task.period.rows, actual)
            except FitError as reason:
                row["refused_because"] = str(reason)
            rows.append(row)
    return rows


def score(target: str, name: str, forecast, rows, actual: np.ndarray) -> dict:
    """Return the measures of one method's forecast of one target."""
    if target == "churn":
        found = score_with_intervals(score_chances, forecast, rows.churned)
    else:
        found = score_with_intervals(score_amounts, forecast, rows.later_amount)
        if name in DIVISIONS:
            found |= score_with_intervals(score_division, forecast, actual)
    return {**found, "calibration": calibrate(forecast, actual)}

"""Forecasts of a build as of a date, beside what customers bought later."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.forecasts.cases import Case
from benchmarks.segments.warehouses import build
from ml.forecasts.stored_model import to_spreads
from ml.purchases.purchase_model import HORIZONS

FORECASTS = (
    "--select",
    "+segmentation__customers",
    "+segmentation__forecast_totals",
)
PURCHASES = ("--select", "+segmentation__int_purchases_netted")
FORECASTS_QUERY = """
    select
        forecasts.*,
        coalesce(segments.segment_name, '') as segment_name
    from early.predictions.customer_forecasts as forecasts
    left join early.segmentation.customer_segments as segments using (customer_id)
    order by forecasts.customer_id, forecasts.horizon_days
"""
# Net sales of days, without what was sent back until the end of the file.
OUTCOMES_QUERY = """
    with days as (
        select customer_id, purchase_day, sum(sales_amount) as amount
        from late.intermediate.int_purchases_netted
        group by all
        having sum(sales_amount) > 0 or not bool_or(is_reversal)
    )
    select
        asked.customer_id,
        count(purchase_day) filter (purchase_day >= $cut) as orders,
        coalesce(sum(amount) filter (purchase_day >= $cut), 0)::double as revenue,
        coalesce(sum(amount) filter (purchase_day < $cut), 0)::double as last_revenue
    from (
        select distinct customer_id from early.predictions.customer_forecasts
    ) as asked
    left join days
        on asked.customer_id = days.customer_id
        and purchase_day >= $cut - $days and purchase_day < $cut + $days
    group by asked.customer_id
    order by asked.customer_id
"""


@dataclass(frozen=True)
class Outcomes:
    """Forecasts and outcomes of a horizon, (customers,) arrays.

    Attributes
    ----------
    chance, revenue, low, high : arrays
        What was forecast. The interval is NaN where there is none.
    orders, actual, last : arrays
        Days with a purchase, net sales, and net sales of as many days before the date.
    mean : float
        The forecast of the method "mean".
    segments : array of str
    is_between : array of bool, or None
        Whether an outcome lies between the levels of the interval.
    methods : str
        What makes the forecasts of revenue.
    """

    chance: np.ndarray
    revenue: np.ndarray
    low: np.ndarray
    high: np.ndarray
    orders: np.ndarray
    actual: np.ndarray
    last: np.ndarray
    mean: float
    segments: np.ndarray
    is_between: np.ndarray | None
    methods: str


def build_both(case: Case, folder: Path) -> duckdb.DuckDBPyConnection:
    """Build the file as of the date, and its purchases until the end; open both."""
    early, late = (folder / f"{case.name}_{one}.duckdb" for one in ("early", "late"))
    build(early, case.source, case.path, *FORECASTS, as_of_date=str(case.cut))
    build(late, case.source, case.path, *PURCHASES)
    connection = duckdb.connect()
    connection.execute(f"attach '{early}' as early (read_only)")
    connection.execute(f"attach '{late}' as late (read_only)")
    return connection


def read_outcomes(connection, case: Case, days: int) -> Outcomes:
    """Return the forecasts and outcomes of a horizon in days."""
    rows = connection.execute(FORECASTS_QUERY).fetchnumpy()
    came = connection.execute(
        OUTCOMES_QUERY, {"cut": case.cut, "days": days}
    ).fetchnumpy()

    def at(name):
        found = np.ma.filled(rows[name].astype(float), np.nan)
        by_horizon = found.reshape(-1, len(HORIZONS))
        return np.array([np.interp(days, HORIZONS, one) for one in by_horizon])

    model = (
        connection.sql("from early.predictions.prediction_model")
        .to_arrow_table()
        .to_pylist()
    )
    chance, revenue = at("chance_to_buy"), at("expected_revenue")
    spread = to_spreads(model).get(days)
    is_between = None
    if spread:
        levels = spread.level(
            came["revenue"], chance, revenue, np.random.default_rng(7)
        )
        is_between = (levels >= spread.low) & (levels <= spread.high)
    (means,) = (
        one["mean_outcomes"]
        for one in model
        if (one["target"], one["method"]) == ("revenue", "mean")
    )
    known = {h: one for h, one in zip(HORIZONS, means, strict=True) if one is not None}
    nearest = max((h for h in known if h <= days), default=None)
    return Outcomes(
        chance,
        revenue,
        at("revenue_low"),
        at("revenue_high"),
        came["orders"],
        came["revenue"],
        np.maximum(came["last_revenue"], 0.0),
        known[nearest] * days / nearest if nearest else 0.0,
        rows["segment_name"].astype(str)[:: len(HORIZONS)],
        is_between,
        methods_of(model, days),
    )


def methods_of(model: list[dict], days: int) -> str:
    """Return the methods that are used, in one text."""
    place = next(number for number, one in enumerate(HORIZONS) if one >= days)
    return "; ".join(
        f"{one['target']} by {one['method']}"
        for one in model
        if one["is_chosen"][place]
    )

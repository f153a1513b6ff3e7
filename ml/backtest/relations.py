"""The backtest between DuckDB relations: every method at every cut date."""

import pyarrow as pa

from ml.backtest.forecasts import CHURN, REVENUE
from ml.backtest.periods import Period, read_period
from ml.backtest.scores import score_amounts, score_chances
from ml.panel import Panel, last_before
from ml.purchases.fitting import NoFit

PERIOD_DAYS = 90
CUTS = 2
MEASURES = {
    "amounts": ("mae", "rmse", "correlation", "bias", "gini", "top_decile_share"),
    "chances": ("auc", "average_precision", "brier_score"),
}
SCHEMA = pa.schema(
    [
        ("cut_date", pa.date32()),
        ("period_days", pa.int32()),
        ("target", pa.string()),
        ("method", pa.string()),
        ("customers", pa.int64()),
        *((name, pa.float64()) for names in MEASURES.values() for name in names),
        ("refused_because", pa.string()),
    ]
)


def backtest(panel: Panel, purchase_days):
    """Return a relation of one row per cut date, target and method.

    The last two periods of at least 90 days between month ends are forecast, each
    from what was known before it; what is learned is learned from the period before.

    Parameters
    ----------
    panel : Panel
    purchase_days : duckdb.DuckDBPyRelation
        `int_purchase_days`.
    """
    dates = panel.month_ends()
    rows, until = [], dates[0]
    for _ in range(CUTS):
        cut = last_before(dates, until, PERIOD_DAYS)
        earlier = last_before(dates, cut, PERIOD_DAYS) if cut else None
        if earlier is None:
            break
        before = read_period(panel, purchase_days, earlier, cut)
        period = read_period(panel, purchase_days, cut, until)
        rows += try_methods(before, period)
        until = cut
    panel.session.register("backtest_rows", pa.Table.from_pylist(rows, schema=SCHEMA))
    return panel.session.sql("select * from backtest_rows")


def try_methods(before: Period, period: Period) -> list[dict]:
    """Return the rows of one period."""
    later = period.columns["later_amount"]
    churned = period.columns["later_days"] == 0
    rows = []
    for target, methods, score in (
        ("revenue", REVENUE, lambda found: score_amounts(found, later)),
        ("churn", CHURN, lambda found: score_chances(found, churned)),
    ):
        for name, method in methods.items():
            row = {
                "cut_date": period.cut,
                "period_days": period.days,
                "target": target,
                "method": name,
                "customers": len(later),
            }
            try:
                row |= score(method(before, period))
            except NoFit as reason:
                row["refused_because"] = str(reason)
            rows.append(row)
    return rows

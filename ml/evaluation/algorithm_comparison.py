"""The table of methods side by side: reads and returns DuckDB relations."""

import sys

import pyarrow as pa

from ml.customers.panel import Panel, last_before
from ml.segments.sample_size import SMALLEST_SEGMENT
from ml.subprocesses import run_in_subprocess

# Fewer are one segment, and too few for the neighbours that some methods look at.
FEWEST_TO_COMPARE = 2 * SMALLEST_SEGMENT
# What is bought in so many days decides how much segments told.
PERIOD_DAYS = 90
# What `ml.evaluation.comparison.Result` holds of each method.
ALGORITHM_COMPARISON_SCHEMA = pa.schema(
    [
        ("method", pa.string()),
        ("n_segments", pa.int64()),
        ("customers", pa.int64()),
        ("smallest_share", pa.float64()),
        ("noise_share", pa.float64()),
        ("silhouette", pa.float64()),
        ("davies_bouldin", pa.float64()),
        ("calinski_harabasz", pa.float64()),
        ("seed_agreement", pa.float64()),
        ("sample_agreement", pa.float64()),
        ("value_explained", pa.float64()),
        ("gini", pa.float64()),
    ]
)


def compare_on_panel(panel: Panel, n_segments: int, seed: int):
    """Return how each method does, judged by what came after, as a relation.

    Customers are divided as of the last month end that lies 90 days before the last
    one; the expected value is learned from the 90 days before that. Where orders do
    not reach back so far, as of the last month end, and without a later time.

    Parameters
    ----------
    panel : Panel
    n_segments, seed : int
    """
    dates = panel.month_ends()
    last = dates[0]
    day = last_before(dates, last, PERIOD_DAYS)
    before = last_before(dates, day, PERIOD_DAYS) if day else None
    customers = {
        "customers": panel.customers(day or last),
        "before": panel.customers_with_later_sales(before, day)
        if before
        else panel.nobody(),
        "later": panel.customers_with_later_sales(day, last) if day else panel.nobody(),
    }
    if len(customers["customers"]) < FEWEST_TO_COMPARE:
        print(  # noqa: T201
            "No methods were compared: they need at least "
            f"{FEWEST_TO_COMPARE} customers who bought before {day or last}.",
            file=sys.stderr,
        )
        return to_relation(panel.session, [])
    results = run_in_subprocess(
        "ml.evaluation.comparison.compare_methods",
        customers,
        {"n_segments": n_segments, "seed": seed},
    )
    return to_relation(panel.session, results)


def to_relation(session, results: list[dict]):
    """Return what was found of each method, which may be nothing, as a relation."""
    session.register(
        "methods_compared",
        pa.Table.from_pylist(results, schema=ALGORITHM_COMPARISON_SCHEMA),
    )
    return session.sql("select * from methods_compared")

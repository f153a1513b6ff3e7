"""Compare segmentation methods on the same customers: `algorithm_comparison`."""

import hashlib
import sys
from datetime import UTC, datetime

import pyarrow as pa

from ml.customers.panel import Panel, last_before
from ml.evaluation.comparison_table import ALGORITHM_COMPARISON_SCHEMA
from ml.recipe import hash_recipe
from ml.segments.champion import SEGMENT_RECIPE
from ml.segments.sample_size import SMALLEST_SEGMENT
from ml.subprocesses import run_in_subprocess

# With fewer customers, there is only one segment, and some methods find too few
# neighbours.
FEWEST_TO_COMPARE = 2 * SMALLEST_SEGMENT
# Sales of this many days after the division judge the segments.
PERIOD_DAYS = 90


def compare_on_panel(
    panel: Panel, n_segments: int, seed: int, champion: dict | None = None
):
    """Return a relation of one row per method, judged by later sales.

    The methods divide the customers of the last month end that lies at least 90 days
    before the latest month end. They learn the expected value from the sales before
    that date, as a build would; the revenue score learns from those of the 90 days
    before it. If the orders do not reach back so far, the methods divide the customers
    of the latest month end, and no later sales judge the segments.

    `champion` has the `source_name` and `model_version` of the champion.
    """
    dates = panel.month_ends()
    last = dates[0]
    day = last_before(dates, last, PERIOD_DAYS)
    before = panel.earlier_date(day) if day else None
    customers = {
        "customers": panel.customers(day or last),
        "before": panel.customers(before, day),
        "recent": panel.customers(last_before(dates, day, PERIOD_DAYS), day),
        "later": panel.customers(day, last),
    }
    results = []
    if len(customers["customers"]) < FEWEST_TO_COMPARE:
        sys.stderr.write(
            f"No methods were compared: they need at least {FEWEST_TO_COMPARE} "
            f"customers who bought before {day or last}.\n"
        )
    else:
        results = run_in_subprocess(
            "ml.evaluation.comparison.compare_methods",
            customers,
            {"n_segments": n_segments, "seed": seed},
        )
    run = {
        "as_of_date": day or last,
        "judged_until": last if day else None,
        **(champion or {}),
        "recipe_version": hash_recipe(*SEGMENT_RECIPE),
    }
    # The same run again has the same id.
    run["comparison_id"] = hashlib.md5(repr((run, results)).encode()).hexdigest()
    run["compared_at"] = datetime.now(UTC)
    table = pa.Table.from_pylist(
        [one | run for one in results], ALGORITHM_COMPARISON_SCHEMA
    )
    return panel.session.from_arrow(table)

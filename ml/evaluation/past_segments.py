"""Segments by a model that is trained as of a past date."""

from datetime import date

import pyarrow as pa

from ml.customers.panel import Panel, last_before
from ml.forecasts.rows import HORIZON_DAYS
from ml.segments.clustering import assign
from ml.subprocesses import run_in_subprocess

SEGMENT_REQUEST = ("source_name", "random_seed", "feature_hash", "n_segments")


def segments_as_of(panel: Panel, dates: list[date], day: date, request: dict):
    """Return a relation like `customer_segments_monthly`, by a model of a past date.

    The model is trained as of the month end `day`, and scores those of the month ends
    `dates` that are not after `day`. The champion cannot replace it: the champion was
    trained on later orders, so its segments would reveal the outcomes. `request` has
    the keys `SEGMENT_REQUEST` and `training_customers`.
    """
    before = last_before(dates, day, HORIZON_DAYS)
    limit = request["training_customers"]
    row, _ = run_in_subprocess(
        "ml.segments.training.train_champion",
        {
            "customers": panel.customers(day).first(limit),
            "earlier": panel.customers(before, day).first(limit),
        },
        {"request": {name: request[name] for name in SEGMENT_REQUEST}},
    )
    columns = {"customer_id": [], "as_of_date": [], "segment_id": []}
    for one in dates:
        ids = panel.customer_ids(one)
        columns["customer_id"] += ids
        columns["as_of_date"] += [one] * len(ids)
        columns["segment_id"] += assign(row, panel.customers(one)).tolist()
    return panel.session.from_arrow(pa.table(columns)).select(
        "customer_id, segment_id, cast(as_of_date - interval 1 month as date) as month"
    )

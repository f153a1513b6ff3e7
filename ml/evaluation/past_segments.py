"""Segments as they would have been found at a past date."""

from datetime import date

import pyarrow as pa

from ml.customers.panel import Panel, last_before
from ml.forecasts.rows import HORIZON_DAYS
from ml.segments.clustering import assign
from ml.subprocesses import run_in_subprocess

SEGMENT_REQUEST = ("source_name", "random_seed", "feature_hash", "n_segments")


def segments_as_of(panel: Panel, dates: list[date], day: date, request: dict):
    """Return a relation like `customer_segments_monthly`, by a model of a past date.

    The champion has seen what came later: its segments would know what they are asked
    to forecast.

    Parameters
    ----------
    panel : Panel
    dates : list of date
        Month ends of the panel to score, none after `day`.
    day : date
        The month end that the model is trained as of.
    request : dict
        As of `ml.segments.training.train_champion`, and `training_customers`.
    """
    before = last_before(dates, day, HORIZON_DAYS)
    earlier = (
        panel.customers_with_later_sales(before, day) if before else panel.nobody()
    )
    limit = request["training_customers"]
    row, _ = run_in_subprocess(
        "ml.segments.training.train_champion",
        {
            "customers": panel.customers(day).first(limit),
            "earlier": earlier.first(limit),
        },
        {"request": {name: request[name] for name in SEGMENT_REQUEST}},
    )
    columns = {"customer_id": [], "as_of_date": [], "segment_id": []}
    for one in dates:
        ids = panel.customer_ids(one)
        columns["customer_id"] += ids
        columns["as_of_date"] += [one] * len(ids)
        columns["segment_id"] += assign(row, panel.customers(one)).tolist()
    panel.session.register("segments_of_the_past", pa.table(columns))
    return panel.session.sql(
        "select customer_id, segment_id, "
        "cast(as_of_date - interval 1 month as date) as month from segments_of_the_past"
    )

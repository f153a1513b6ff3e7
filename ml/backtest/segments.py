"""Segments as they would have been found at a past date."""

from datetime import date

import pyarrow as pa

from ml.panel import Panel, last_before
from ml.predictions.rows import HORIZON_DAYS
from ml.scoring import assign
from ml.worker import WorkFailed, run_apart


def segments_since(panel: Panel, dates: list[date], since: date, request: dict):
    """Return a relation like `customer_segments_monthly`, by a model of a past date.

    The champion has seen what came later: its segments would know what they are asked
    to forecast.

    Parameters
    ----------
    panel : Panel
    dates : list of date
        Month ends of the panel.
    since : date
        The month end that the model is trained as of; later ones are only scored.
    request : dict
        As of `ml.training.train_champion`, and `training_customers`.
    """
    before = last_before(dates, since, HORIZON_DAYS)
    earlier = (
        panel.customers_with_later_sales(before, since) if before else panel.nobody()
    )
    limit = request.pop("training_customers")
    try:
        row, _ = run_apart(
            "ml.training.train_champion",
            {
                "customers": panel.customers(since).first(limit),
                "earlier": earlier.first(limit),
            },
            {"request": request},
        )
    except WorkFailed:
        return panel.session.sql(
            "select null as customer_id, null as month, null as segment_id"
        )
    columns = {"customer_id": [], "as_of_date": [], "segment_id": []}
    for day in (one for one in dates if one >= since):
        ids = panel.customer_ids(day)
        columns["customer_id"] += ids
        columns["as_of_date"] += [day] * len(ids)
        columns["segment_id"] += assign(row, panel.customers(day)).tolist()
    panel.session.register("segments_of_the_past", pa.table(columns))
    return panel.session.sql(
        "select customer_id, segment_id, "
        "cast(as_of_date - interval 1 month as date) as month from segments_of_the_past"
    )

"""The customers with whom customers are compared to explain a forecast."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ml.forecasts.customer_forecasts import TODAY, read_batch
from ml.forecasts.explaining import columns_of, find_explainers
from ml.forecasts.season import Season
from ml.forecasts.stored_model import to_season

# Customers are compared with all customers, or with so many by a hash of the id.
MOST_BACKGROUND = 100_000
SEGMENT = "segment_of_customer"
# This query runs on DuckDB and Spark. It reads the customers to compare with.
BACKGROUND = f"""
    select
        today.*,
        segments.segment_id as {SEGMENT}
    from (
        {TODAY.replace("purchases_until_today", "purchases_of_background")}
    ) as today
    left join segments_of_today as segments
        on today.id_of_customer = segments.customer_id
    order by today.id_of_customer
"""
PURCHASES_OF_BACKGROUND = f"""
    select purchases.*
    from purchases_until_today as purchases
    inner join (
        select customer_id
        from purchases_until_today
        group by customer_id
        order by md5(customer_id), customer_id
        limit {MOST_BACKGROUND}
    ) as chosen
        on purchases.customer_id = chosen.customer_id
"""


@dataclass(frozen=True)
class Known:
    """What reasons are told from.

    Attributes
    ----------
    explainers : list
        Empty if there is nothing to tell.
    topics : dict of input to str
        Inputs of the same topic count as one.
    typical : dict of input to float or str
        The median of all customers, or the most frequent category.
    season : Season
    """

    explainers: list
    topics: dict[str, str]
    typical: dict
    season: Season = Season()


def know(rows, purchase_model, topics, background: pa.Table) -> Known:
    """Return what reasons are told from.

    Parameters
    ----------
    rows, purchase_model : list of dict, dict or None
        The rows of these tables.
    topics : dict of input to str
        Inputs that are missing are a topic of their own.
    background : pyarrow.Table
        What `BACKGROUND` returns.
    """
    if not rows or not purchase_model or not len(background):
        return Known([], topics, {})
    season = to_season(rows)
    _, columns, _ = read_background(background, season)
    explainers = find_explainers(rows, purchase_model, columns)
    names = {name for one in explainers for name in one.names}
    typical = {name: typical_of(columns[name]) for name in names}
    return Known(explainers, topics, typical, season)


def read_background(background: pa.Table, season: Season):
    """Return the ids, the inputs and the segments of the background customers.

    The inputs are (customers,) arrays by name; a segment is NaN if it is unknown.
    """
    segments = background[SEGMENT].to_numpy().astype(float)
    (batch,) = background.drop_columns([SEGMENT]).combine_chunks().to_batches()
    ids, asked = read_batch(batch, season)
    return ids, columns_of(asked), segments


def typical_of(column: np.ndarray):
    """Return the median of known numbers, or the most frequent known category."""
    if column.dtype == object:
        known, counts = np.unique(
            [one for one in column if one is not None], return_counts=True
        )
        return str(known[counts.argmax()]) if len(known) else None
    known = column[~np.isnan(column)]
    return float(np.median(known)) if len(known) else None

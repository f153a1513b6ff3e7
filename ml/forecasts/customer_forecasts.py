"""Forecast today's customers by the chosen methods: `customer_forecasts`."""

import numpy as np
import pyarrow as pa

from ml.forecasts.coherence import cohere, rise
from ml.forecasts.methods import TARGETS, Asked
from ml.forecasts.rows import LIFETIME
from ml.forecasts.season import Season
from ml.forecasts.stored_model import (
    to_choice,
    to_forecaster,
    to_season,
    to_spreads,
)
from ml.forecasts.timeline import TIMELINE, derive, timeline_sql
from ml.purchases.purchase_model import HORIZONS

FORECAST_BATCH = 100_000
CLOSED_COLUMNS = (
    *(f"expected_orders_{days}d" for days in HORIZONS),
    *(f"churn_probability_{days}d" for days in HORIZONS),
    "expected_order_amount",
    "expected_order_amount_of_all_days",
)
AMOUNTS = (
    "chance_to_buy",
    "expected_orders",
    "expected_order_amount",
    "expected_revenue",
    "revenue_low",
    "revenue_high",
    "revenue_variance",
)
FORECAST_SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("horizon_days", pa.int32()),
        *((name, pa.float64()) for name in AMOUNTS),
    ]
)
# This query runs on DuckDB and Spark. It reads all inputs of the forecasts.
TODAY = f"""
    with dates as (
        select as_of_date from dates_of_features where is_current
    ),
    {timeline_sql("purchases_until_today")}
    select
        timeline.customer_id as id_of_customer,
        timeline.as_of_date as first_day,
        {", ".join(f"timeline.{name}" for name in TIMELINE)},
        inputs.*,
        {", ".join(f"cast(features.{name} as double) as {name}" for name in LIFETIME)},
        {", ".join(f"expectations.{n} as closed_{n}" for n in CLOSED_COLUMNS)}
    from timeline
    left join features_of_today as features
        on timeline.customer_id = features.customer_id
    left join inputs_of_today as inputs
        on timeline.customer_id = inputs.customer_id
    left join expectations_of_today as expectations
        on timeline.customer_id = expectations.customer_id
"""


def forecast(session, model, relations: dict):
    """Return a relation of the forecasts of each customer and horizon.

    `model` is `prediction_model`. `relations` has the tables that `TODAY` reads, by
    their names there.
    """
    rows = model.to_arrow_table().to_pylist()
    for name, relation in relations.items():
        session.register(name, relation)
    batches = []
    if rows:
        today = session.sql(TODAY).to_arrow_reader(FORECAST_BATCH)
        batches = [forecast_batch(batch, rows) for batch in today]
    return session.from_arrow(pa.Table.from_batches(batches, schema=FORECAST_SCHEMA))


def forecast_batch(batch: pa.RecordBatch, rows: list[dict]) -> pa.RecordBatch:
    """Return the forecasts of some customers, a row per customer and horizon."""
    ids, asked = read_batch(batch, to_season(rows))
    forecaster, chosen = to_forecaster(rows), to_choice(rows)

    def by_horizon(target):
        found = [
            forecaster.forecast(chosen[target, days], target, asked, days)
            for days in HORIZONS
        ]
        unknown = np.full(len(asked), np.nan)
        return np.column_stack([unknown if one is None else one for one in found])

    found = cohere(*map(by_horizon, TARGETS))
    chance, *_, revenue = found
    spreads = to_spreads(rows)
    ends = np.full((2, *chance.shape), np.nan)
    variance = np.full(chance.shape, np.nan)
    for place, days in enumerate(HORIZONS):
        if days in spreads:
            customers = chance[:, place], revenue[:, place]
            ends[:, :, place] = spreads[days].interval(*customers)
            variance[:, place] = spreads[days].variance(*customers)
    # The interval of a longer period is not below that of a shorter one.
    columns = [*found, *rise(ends), variance]
    return pa.RecordBatch.from_arrays(
        [
            ids.take(np.repeat(np.arange(len(ids)), len(HORIZONS))),
            pa.array(np.tile(np.array(HORIZONS, "int32"), len(ids))),
            *(pa.array(one.ravel(), from_pandas=True) for one in columns),
        ],
        schema=FORECAST_SCHEMA,
    )


def read_batch(batch: pa.RecordBatch, season: Season) -> tuple[pa.Array, Asked]:
    """Return the ids and the inputs of some customers, (customers,) arrays.

    A column of the closed form is left out if it is unknown for all of them.
    """
    numbers, categories, closed, ids = {}, {}, {}, None
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if field.name == "id_of_customer":
            ids = column
        elif field.name.startswith("closed_"):
            values = column.to_numpy(zero_copy_only=False).astype(float)
            if not np.isnan(values).all():
                closed[field.name.removeprefix("closed_")] = values
        elif field.name == "customer_id":
            continue
        elif field.name == "first_day":
            days = column.to_numpy(zero_copy_only=False).astype("datetime64[D]")
            numbers |= season.columns(days)
        elif pa.types.is_string(field.type):
            categories[field.name] = column.to_numpy(zero_copy_only=False)
        elif not pa.types.is_date(field.type):
            values = column.to_numpy(zero_copy_only=False)
            numbers[field.name] = values.astype(float)
    return ids, Asked(derive(numbers), categories, closed)

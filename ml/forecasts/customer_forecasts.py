"""Apply the learned forecasts to today's customers: `customer_forecasts`."""

import pyarrow as pa

from ml.forecasts.decision import LEARNED
from ml.forecasts.rows import LIFETIME
from ml.forecasts.stored_model import TARGETS, to_learned

FORECAST_BATCH = 100_000
FORECAST_SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        *((name, pa.float64()) for name in TARGETS.values()),
    ]
)
# This query runs on DuckDB and Spark. It reads all inputs of the forecasts.
TODAY = f"""
    select
        inputs.*,
        {", ".join(f"cast(features.{name} as double) as {name}" for name in LIFETIME)},
        cast(segments.segment_id as string) as segment_id
    from inputs_of_today as inputs
    inner join features_of_today as features
        on inputs.customer_id = features.customer_id
    left join segments_of_today as segments
        on inputs.customer_id = segments.customer_id
"""


def forecast(session, model, inputs, features, segments):
    """Return a relation of the learned forecasts of each customer.

    The relations are `prediction_model`, `customer_encoder_inputs`,
    `customer_features` and `customer_segments`.
    """
    rows = model.to_arrow_table().to_pylist()
    learned = [to_learned(row) for row in rows if row["method"] == LEARNED]
    batches = []
    if learned:
        session.register("inputs_of_today", inputs)
        session.register("features_of_today", features)
        session.register("segments_of_today", segments)
        today = session.sql(TODAY).to_arrow_reader(FORECAST_BATCH)
        batches = [forecast_batch(batch, learned) for batch in today]
    return session.from_arrow(pa.Table.from_batches(batches, schema=FORECAST_SCHEMA))


def forecast_batch(batch: pa.RecordBatch, learned: list) -> pa.RecordBatch:
    """Return the forecasts of some customers; NULL for targets without a model."""
    columns = {
        name: column.to_numpy(zero_copy_only=False)
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if name != "customer_id"
    }
    found = {"customer_id": batch.column("customer_id")} | dict.fromkeys(
        TARGETS.values(), pa.nulls(batch.num_rows, pa.float64())
    )
    for one in learned:
        found[TARGETS[one.target]] = one.forecast_matrix(one.encoding.encode(columns))
    return pa.RecordBatch.from_pydict(found, schema=FORECAST_SCHEMA)

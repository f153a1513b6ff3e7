"""Learn forecasts on the driver, and apply them on the executors."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa
from pyspark.sql import SparkSession

from ml import TRAINED_SCHEMA
from ml.customers.panel import Panel
from ml.forecasts.customer_forecasts import TODAY, forecast_batch
from ml.forecasts.decision import LEARNED
from ml.forecasts.prediction_model import keep_or_train_forecasts
from ml.forecasts.rows import LIFETIME, RowReader
from ml.forecasts.stored_model import (
    PREDICTION_MODEL_SCHEMA,
    TARGETS,
    to_learned,
)
from ml.spark.hash_sample import sample_by_hash
from ml.spark.tables import fetch, fetch_if_there, write

# For each customer of a training, so many customers are fetched at each date.
MONTHLY_SPARE = 2
# The tables to fetch, with their columns.
MONTHLY = {
    "inputs_monthly": ("features.customer_encoder_inputs_monthly", ["*"]),
    "features_monthly": (
        "features.customer_features_monthly",
        ["customer_id", "month", "as_of_date", *LIFETIME],
    ),
    "segments_monthly": (
        "segmentation.customer_segments_monthly",
        ["customer_id", "month", "segment_id"],
    ),
    "purchase_days": ("intermediate.int_purchase_days", ["*"]),
}


def learn(session: SparkSession, settings: dict) -> None:
    """Write `trained.prediction_model` and `trained.customer_forecasts`.

    The settings are `training_customers` and `retrain`.
    """
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        model = keep_or_learn(session, connection, settings)
        rows = model.to_arrow_table().to_pylist()
        write(session, model, "prediction_model")
    forecast_customers(
        session, [to_learned(row) for row in rows if row["method"] == LEARNED]
    )


def keep_or_learn(session, connection, settings: dict):
    """Return `prediction_model` as a relation of DuckDB."""
    champion = session.table("segmentation.segment_model").first()
    purchases = session.table("predictions.purchase_model").first()
    if champion is None or purchases is None:
        return connection.from_arrow(PREDICTION_MODEL_SCHEMA.empty_table())
    limit = int(settings["training_customers"])
    inputs = session.table("features.customer_encoder_inputs")
    chosen = sample_by_hash(inputs, MONTHLY_SPARE * limit).select("customer_id")
    known = {
        name: fetch(
            connection,
            session.table(table).select(columns).join(chosen, "customer_id", "semi"),
            name,
        )
        for name, (table, columns) in MONTHLY.items()
    }
    fetch_if_there(session, connection, f"{TRAINED_SCHEMA}.prediction_model", "former")
    panel = Panel(
        connection,
        fetch(connection, inputs.limit(0), "inputs"),
        known["inputs_monthly"],
        known["features_monthly"],
    )
    return keep_or_train_forecasts(
        "former",
        RowReader(
            panel,
            known["purchase_days"],
            known["segments_monthly"],
            champion["trained_as_of"],
        ),
        fetch(connection, session.table("intermediate.int_as_of_dates"), "as_of_dates"),
        {
            "source_name": champion["source_name"],
            "segment_model_version": champion["model_version"],
            "training_customers": limit,
            "retrain": settings["retrain"],
            "no_closed_form": purchases["refused_because"],
        },
    )


def forecast_customers(session: SparkSession, learned: list) -> None:
    """Write the learned forecasts of each customer of today."""

    def forecast_batches(
        batches: Iterator[pa.RecordBatch],
    ) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield forecast_batch(batch, learned)

    views = {
        "inputs_of_today": "features.customer_encoder_inputs",
        "features_of_today": "features.customer_features",
        "segments_of_today": "segmentation.customer_segments",
    }
    for name, table in views.items():
        session.table(table).createOrReplaceTempView(name)
    customers = session.sql(TODAY)
    if not learned:
        customers = customers.limit(0)
    kinds = ["customer_id string", *(f"{name} double" for name in TARGETS.values())]
    forecasts = customers.mapInArrow(forecast_batches, ", ".join(kinds))
    forecasts.write.mode("overwrite").saveAsTable(
        f"{TRAINED_SCHEMA}.customer_forecasts"
    )

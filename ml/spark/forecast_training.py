"""Learn and explain forecasts on the driver, and apply both on the executors."""

from collections.abc import Callable, Iterator

import duckdb
import pyarrow as pa
from pyspark.sql import SparkSession

from ml import TRAINED_SCHEMA
from ml.customers.panel import Panel
from ml.forecasts.background import BACKGROUND, PURCHASES_OF_BACKGROUND, know
from ml.forecasts.customer_forecasts import FORECAST_SCHEMA, TODAY, forecast_batch
from ml.forecasts.prediction_model import STORED_SCHEMA, keep_or_train_forecasts
from ml.forecasts.reasons import REASON_SCHEMA, list_reasons
from ml.forecasts.rows import LIFETIME, RowReader
from ml.forecasts.segment_reasons import sum_up_segments
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
    "purchases_netted": ("intermediate.int_purchases_netted", ["*"]),
}
# The names that `TODAY` has for tables.
TODAYS_TABLES = {
    "purchases_until_today": "intermediate.int_purchases_netted",
    "dates_of_features": "intermediate.int_as_of_dates",
    "inputs_of_today": "features.customer_encoder_inputs",
    "features_of_today": "features.customer_features",
    "expectations_of_today": "predictions.customer_expectations",
    "segments_of_today": "segmentation.customer_segments",
}


def learn(session: SparkSession, settings: dict) -> None:
    """Write `prediction_model`, the forecasts and their reasons to `trained`.

    The settings are `training_customers` and `retrain`.
    """
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        model = keep_or_learn(session, connection, settings)
        rows = model.to_arrow_table().to_pylist()
        write(session, model, "prediction_model")
        for name, table in TODAYS_TABLES.items():
            session.table(table).createOrReplaceTempView(name)
        forecast_customers(session, rows)
        tell_reasons(session, connection, rows)


def keep_or_learn(session, connection, settings: dict):
    """Return `prediction_model` as a relation of DuckDB."""
    source = session.table("staging.order_source").first()
    purchases = session.table("predictions.purchase_model").first()
    if source is None or purchases is None:
        return connection.from_arrow(STORED_SCHEMA.empty_table())
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
        RowReader(connection, known["purchases_netted"], panel),
        fetch(connection, session.table("intermediate.int_as_of_dates"), "as_of_dates"),
        {
            "source_name": source["source_name"],
            "training_customers": limit,
            "retrain": settings["retrain"],
            "purchase_model": purchases.asDict(),
        },
    )


def forecast_customers(session: SparkSession, rows: list[dict]) -> None:
    """Write the forecasts of each customer of today, by the rows of the model."""
    write_batches(
        session,
        "customer_forecasts",
        FORECAST_SCHEMA,
        (lambda batch: forecast_batch(batch, rows)) if rows else None,
    )


def tell_reasons(session: SparkSession, connection, rows: list[dict]) -> None:
    """Write `trained.segment_contributions` and `trained.customer_reasons`."""
    purchases = session.sql(PURCHASES_OF_BACKGROUND)
    purchases.createOrReplaceTempView("purchases_of_background")
    background = session.sql(BACKGROUND).toArrow()
    inputs = session.table("predictions.forecast_inputs").select("feature", "topic")
    fitted = session.table("predictions.purchase_model").first()
    known = know(
        rows, fitted and fitted.asDict(), dict(map(tuple, inputs.collect())), background
    )
    found = connection.from_arrow(sum_up_segments(background, known))
    write(session, found, "segment_contributions")
    write_batches(
        session,
        "customer_reasons",
        REASON_SCHEMA,
        (lambda batch: list_reasons(batch, known)) if known.explainers else None,
    )


def write_batches(
    session: SparkSession, name: str, schema: pa.Schema, function: Callable | None
) -> None:
    """Write what a function makes of batches of `TODAY`; no rows without a function."""

    def map_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield function(batch)

    customers = session.sql(TODAY)
    if not function:
        customers = customers.limit(0)
    kinds = {"string": "string", "int32": "int", "double": "double"}
    columns = ", ".join(f"{one.name} {kinds[str(one.type)]}" for one in schema)
    found = customers.mapInArrow(map_batches, columns)
    found.write.mode("overwrite").saveAsTable(f"{TRAINED_SCHEMA}.{name}")

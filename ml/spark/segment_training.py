"""Train segments and purchase models on the driver, on a bounded sample."""

import duckdb
from pyspark.sql import SparkSession

from ml import TRAINED_SCHEMA
from ml.purchases.purchase_model import expect, fit
from ml.segments.champion import keep_or_train_champion
from ml.spark.hash_sample import SPARE, sample_by_hash
from ml.spark.score_customer import register_scoring
from ml.spark.tables import fetch, fetch_if_there, write

# The driver fits at most so many amounts of customers, a sample, because hardly two
# amounts are equal. Purchase histories are often equal, so the driver counts them all.
MOST_SPENDERS = 1_000_000


def train_models(session: SparkSession, settings: dict) -> None:
    """Write `trained.segment_model` and the purchase models; register scoring.

    `ml.segments.champion.keep_or_train_champion` describes the errors and the settings,
    besides `lifetime_years`.
    """
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        train_segments(session, connection, settings)
        fit_purchase_tables(session, connection, int(settings["lifetime_years"]))
    register_scoring(session)


def train_segments(session, connection, settings: dict) -> None:
    """Keep the champion, or train another."""
    most = SPARE * int(settings["training_customers"])
    inputs = sample_by_hash(session.table("features.customer_encoder_inputs"), most)
    chosen = inputs.select("customer_id")
    features = (
        session.table("features.customer_features")
        .select("customer_id", "clv_amount", "as_of_date")
        .join(session.table("features.customer_lifecycles"), "customer_id")
        .join(chosen, "customer_id", "left_semi")
    )
    earlier = sample_by_hash(
        session.table("features.customer_encoder_inputs_earlier"), most
    )
    history = "segmentation.segment_model_history"
    model = keep_or_train_champion(
        connection,
        fetch_if_there(
            session, connection, f"{TRAINED_SCHEMA}.segment_model", "champion"
        ),
        fetch_if_there(session, connection, history, "champions"),
        fetch(connection, inputs, "inputs"),
        fetch(connection, earlier, "earlier"),
        fetch(connection, features, "features"),
        fetch(connection, session.table("features.feature_catalogue"), "catalogue"),
        fetch(connection, session.table("staging.order_source"), "source"),
        settings,
    )
    write(session, model, "segment_model")


def fit_purchase_tables(session, connection, lifetime_years: int) -> None:
    """Fit the purchase models, and apply them to all histories."""
    table = session.table("predictions.purchase_histories")
    histories = fetch(connection, table, "histories")
    counted = session.table("intermediate.int_purchase_days_counted")
    spenders = fetch(connection, sample_by_hash(counted, MOST_SPENDERS), "spenders")
    fitted = fit(connection, histories, spenders)
    write(session, fitted, "purchase_model")
    expected = expect(connection, histories, fitted, lifetime_years)
    write(session, expected, "purchase_expectations")

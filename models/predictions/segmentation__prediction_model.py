"""Forecasts of churn and revenue: kept while the request is the same, else learned."""


def model(dbt, session):
    """Return one row per target; `ml.forecasts` does the work."""
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation__customer_encoder_inputs")
    inputs_monthly = dbt.ref("segmentation__customer_encoder_inputs_monthly")
    features_monthly = dbt.ref("segmentation__customer_features_monthly")
    segments_monthly = dbt.ref("segmentation__customer_segments_monthly")
    purchase_days = dbt.ref("segmentation__int_purchase_days")
    as_of_dates = dbt.ref("segmentation__int_as_of_dates")
    champion = dbt.ref("segmentation__segment_model")
    purchases = dbt.ref("segmentation__purchase_model")

    from ml.customers.panel import Panel
    from ml.forecasts.prediction_model import keep_or_train_forecasts
    from ml.forecasts.rows import RowReader
    from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA
    from ml.segments.champion import is_true

    asked = "source_name, model_version, trained_as_of"
    found = champion.select(asked).fetchall()
    refused = purchases.select("refused_because").fetchall()
    if not found or not refused:
        return session.from_arrow(PREDICTION_MODEL_SCHEMA.empty_table())
    source, version, since = found[0]
    return keep_or_train_forecasts(
        str(dbt.this),
        RowReader(
            Panel(session, inputs, inputs_monthly, features_monthly),
            purchase_days,
            segments_monthly,
            since,
        ),
        as_of_dates,
        {
            "source_name": source,
            "segment_model_version": version,
            "training_customers": int(dbt.config.get("training_customers")),
            "retrain": is_true(dbt.config.get("retrain")),
            "no_closed_form": refused[0][0],
        },
    )

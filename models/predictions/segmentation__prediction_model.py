"""Churn and revenue of the next 90 days: kept while nothing is new, else learned."""


def model(dbt, session):
    """Return one row per target; `ml.forecasts` decides and does the work."""
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
    from ml.forecasts.prediction_model import keep_or_train_forecasts, to_relation
    from ml.forecasts.rows import RowReader
    from ml.segments.champion import is_true

    asked = "source_name, model_version, trained_as_of"
    found = champion.select(asked).fetchall()
    refused = purchases.select("refused_because").fetchall()
    if not found or not refused:
        return to_relation(session, [])
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

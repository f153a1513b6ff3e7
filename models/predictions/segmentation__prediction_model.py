"""Models of churn and revenue, trained again only if the request changes."""


def model(dbt, session):
    """Return one row per target."""
    dbt.config(materialized="table")
    champion = dbt.ref("segmentation__segment_model")
    purchases = dbt.ref("segmentation__purchase_model")

    from ml.customers.panel import Panel
    from ml.forecasts.prediction_model import keep_or_train_forecasts
    from ml.forecasts.rows import RowReader
    from ml.forecasts.stored_model import PREDICTION_MODEL_SCHEMA
    from ml.segments.champion import is_true

    found = champion.select("source_name, model_version, trained_as_of").fetchall()
    refused = purchases.select("refused_because").fetchall()
    if not found or not refused:
        return session.from_arrow(PREDICTION_MODEL_SCHEMA.empty_table())
    source, version, since = found[0]
    panel = Panel(
        session,
        inputs=dbt.ref("segmentation__customer_encoder_inputs"),
        inputs_monthly=dbt.ref("segmentation__customer_encoder_inputs_monthly"),
        features_monthly=dbt.ref("segmentation__customer_features_monthly"),
    )
    reader = RowReader(
        panel,
        purchase_days=dbt.ref("segmentation__int_purchase_days"),
        segments_monthly=dbt.ref("segmentation__customer_segments_monthly"),
        segments_since=since,
    )
    return keep_or_train_forecasts(
        str(dbt.this),
        reader,
        dbt.ref("segmentation__int_as_of_dates"),
        {
            "source_name": source,
            "segment_model_version": version,
            "training_customers": int(dbt.config.get("training_customers")),
            "retrain": is_true(dbt.config.get("retrain")),
            "no_closed_form": refused[0][0],
        },
    )

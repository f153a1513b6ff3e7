"""Methods of forecasts, tested and chosen; made again only if the request changes."""


def model(dbt, session):
    """Return one row per target and method."""
    dbt.config(materialized="table")
    source = dbt.ref("segmentation__order_source")
    purchases = dbt.ref("segmentation__purchase_model")

    from ml.customers.panel import Panel
    from ml.forecasts.prediction_model import STORED_SCHEMA, keep_or_train_forecasts
    from ml.forecasts.rows import RowReader
    from ml.segments.champion import is_true

    names = source.select("source_name").fetchall()
    fitted = purchases.to_arrow_table().to_pylist()
    if not names or not fitted:
        return session.from_arrow(STORED_SCHEMA.empty_table())
    panel = Panel(
        session,
        inputs=dbt.ref("segmentation__customer_encoder_inputs"),
        inputs_monthly=dbt.ref("segmentation__customer_encoder_inputs_monthly"),
        features_monthly=dbt.ref("segmentation__customer_features_monthly"),
    )
    return keep_or_train_forecasts(
        str(dbt.this),
        RowReader(session, dbt.ref("segmentation__int_purchases_netted"), panel),
        dbt.ref("segmentation__int_as_of_dates"),
        {
            "source_name": names[0][0],
            "training_customers": int(dbt.config.get("training_customers")),
            "retrain": is_true(dbt.config.get("retrain")),
            "purchase_model": fitted[0],
        },
    )

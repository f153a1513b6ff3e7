"""The learned forecasts of today's customers."""


def model(dbt, session):
    """Return one row per customer; no row without a learned forecast."""
    dbt.config(materialized="table")
    fitted = dbt.ref("segmentation__prediction_model")
    inputs = dbt.ref("segmentation__customer_encoder_inputs")
    features = dbt.ref("segmentation__customer_features")
    segments = dbt.ref("segmentation__customer_segments")

    from ml.forecasts.customer_forecasts import forecast

    return forecast(session, fitted, inputs, features, segments)

"""Forecasts of customers as of as_of_date, by gradient boosting."""


def model(dbt, session):
    """Return one row per customer, or no row if gradient boosting is not used."""
    dbt.config(materialized="table")
    fitted = dbt.ref("segmentation__prediction_model")
    inputs = dbt.ref("segmentation__customer_encoder_inputs")
    features = dbt.ref("segmentation__customer_features")
    segments = dbt.ref("segmentation__customer_segments")

    from ml.forecasts.customer_forecasts import forecast

    return forecast(session, fitted, inputs, features, segments)

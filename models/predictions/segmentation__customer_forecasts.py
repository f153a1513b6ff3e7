"""What the learned forecasts that ship say of today's customers."""


def model(dbt, session):
    """Return one row per customer; none where no learned forecast ships."""
    dbt.config(materialized="table")
    fitted = dbt.ref("segmentation__prediction_model")
    inputs = dbt.ref("segmentation__customer_encoder_inputs")
    features = dbt.ref("segmentation__customer_features")
    segments = dbt.ref("segmentation__customer_segments")

    from ml.forecasts.prediction_model import forecast

    return forecast(session, fitted, inputs, features, segments)

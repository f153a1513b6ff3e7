"""Forecasts of customers as of as_of_date, by the methods of `prediction_model`."""


def model(dbt, session):
    """Return one row per customer and horizon."""
    dbt.config(materialized="table")
    fitted = dbt.ref("segmentation__prediction_model")
    relations = {
        "purchases_until_today": dbt.ref("segmentation__int_purchases_netted"),
        "dates_of_features": dbt.ref("segmentation__int_as_of_dates"),
        "inputs_of_today": dbt.ref("segmentation__customer_encoder_inputs"),
        "features_of_today": dbt.ref("segmentation__customer_features"),
        "expectations_of_today": dbt.ref("segmentation__customer_expectations"),
    }

    from ml.forecasts.customer_forecasts import forecast

    return forecast(session, fitted, relations)

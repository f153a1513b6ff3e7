"""The inputs that move the chance to buy of each customer most."""


def model(dbt, session):
    """Return one row per customer and reason."""
    dbt.config(materialized="table")
    model = dbt.ref("segmentation__prediction_model")
    purchases = dbt.ref("segmentation__purchase_model")
    inputs = dbt.ref("segmentation__forecast_inputs")
    relations = {
        "purchases_until_today": dbt.ref("segmentation__int_purchases_netted"),
        "dates_of_features": dbt.ref("segmentation__int_as_of_dates"),
        "inputs_of_today": dbt.ref("segmentation__customer_encoder_inputs"),
        "features_of_today": dbt.ref("segmentation__customer_features"),
        "expectations_of_today": dbt.ref("segmentation__customer_expectations"),
        "segments_of_today": dbt.ref("segmentation__customer_segments"),
    }

    from ml.forecasts.reason_tables import ReasonReader

    return ReasonReader(session, model, purchases, inputs, relations).reasons()

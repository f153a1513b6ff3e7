"""Forecasts of past periods beside the outcomes, built by `make backtest`."""


def model(dbt, session):
    """Return one row per cut date, horizon, target and method."""
    dbt.config(materialized="table", tags=["backtest"])
    chosen = dbt.ref("segmentation__prediction_model")
    as_of_dates = dbt.ref("segmentation__int_as_of_dates")

    from ml.customers.panel import Panel
    from ml.evaluation.backtest import backtest
    from ml.forecasts.prediction_model import current_date
    from ml.forecasts.rows import RowReader

    panel = Panel(
        session,
        inputs=dbt.ref("segmentation__customer_encoder_inputs"),
        inputs_monthly=dbt.ref("segmentation__customer_encoder_inputs_monthly"),
        features_monthly=dbt.ref("segmentation__customer_features_monthly"),
    )
    return backtest(
        RowReader(session, dbt.ref("segmentation__int_purchases_netted"), panel),
        current_date(as_of_dates),
        chosen.to_arrow_table().to_pylist(),
    )

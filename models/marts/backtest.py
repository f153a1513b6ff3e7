"""Forecasts of past periods beside what happened. Built by `make backtest`."""


def model(dbt, session):
    """Return one row per cut date, target and method."""
    dbt.config(materialized="table", tags=["backtest"])
    features_monthly = dbt.ref("customer_features_monthly")
    inputs = dbt.ref("customer_encoder_inputs")
    purchase_days = dbt.ref("int_purchase_days")

    from ml.backtest.relations import backtest
    from ml.panel import Panel

    return backtest(Panel(session, features_monthly, inputs), purchase_days)

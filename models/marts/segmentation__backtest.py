"""Forecasts of past periods beside the outcomes, built by `make backtest`."""


def model(dbt, session):
    """Return one row per cut date, target and method."""
    dbt.config(materialized="table", tags=["backtest"])
    inputs = dbt.ref("segmentation__customer_encoder_inputs")
    inputs_monthly = dbt.ref("segmentation__customer_encoder_inputs_monthly")
    features_monthly = dbt.ref("segmentation__customer_features_monthly")
    segments_monthly = dbt.ref("segmentation__customer_segments_monthly")
    purchase_days = dbt.ref("segmentation__int_purchase_days")
    as_of_dates = dbt.ref("segmentation__int_as_of_dates")
    champion = dbt.ref("segmentation__segment_model")
    catalogue = dbt.ref("segmentation__feature_catalogue")

    from ml.customers.panel import Panel
    from ml.customers.sampling import read_averages
    from ml.evaluation.backtest import BACKTEST_SCHEMA, backtest
    from ml.forecasts.prediction_model import known_dates
    from ml.forecasts.rows import RowReader

    asked = champion.select(
        "source_name, random_seed, feature_hash, chosen_segments as n_segments"
    ).to_arrow_table()
    if not len(asked):
        return session.from_arrow(BACKTEST_SCHEMA.empty_table())
    limit = int(dbt.config.get("training_customers"))
    request = {**asked.to_pylist()[0], "training_customers": limit}
    averages = read_averages(catalogue)
    panel = Panel(session, inputs, inputs_monthly, features_monthly, averages)
    # The backtest replaces these segments by the segments of each cut date.
    reader = RowReader(panel, purchase_days, segments_monthly, None)
    return backtest(reader, known_dates(as_of_dates), request)

"""Segmentation methods side by side, built by `make compare`."""


def model(dbt, session):
    """Return one row per method."""
    dbt.config(materialized="table", tags=["compare"])
    features_monthly = dbt.ref("segmentation__customer_features_monthly")
    inputs = dbt.ref("segmentation__customer_encoder_inputs")
    inputs_monthly = dbt.ref("segmentation__customer_encoder_inputs_monthly")
    champion = dbt.ref("segmentation__segment_model")
    catalogue = dbt.ref("segmentation__feature_catalogue")

    from ml.customers.panel import Panel
    from ml.customers.sampling import read_averages
    from ml.evaluation.algorithm_comparison import (
        ALGORITHM_COMPARISON_SCHEMA,
        compare_on_panel,
    )

    averages = read_averages(catalogue)
    panel = Panel(session, inputs, inputs_monthly, features_monthly, averages)
    asked = champion.select(
        "chosen_segments, random_seed, source_name, model_version"
    ).fetchall()
    if not asked or not panel.month_ends():
        return session.from_arrow(ALGORITHM_COMPARISON_SCHEMA.empty_table())
    n_segments, seed, source_name, model_version = asked[0]
    return compare_on_panel(
        panel,
        n_segments,
        seed,
        {"source_name": source_name, "model_version": model_version},
    )

"""The champion as one row: kept while it answers the request, else trained."""


def model(dbt, session):
    """Return the champion's row; `ml.segments.champion` does the work."""
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation__customer_encoder_inputs")
    earlier = dbt.ref("segmentation__customer_encoder_inputs_earlier")
    features = dbt.ref("segmentation__customer_features")
    catalogue = dbt.ref("segmentation__feature_catalogue")
    source = dbt.ref("segmentation__order_source")

    from contextlib import suppress

    from duckdb import CatalogException

    from ml.segments.champion import keep_or_train_champion

    # Tables of the last build, which are no refs. The first build has none.
    champion = history = None
    with suppress(CatalogException):
        champion = session.table(str(dbt.this))
    with suppress(CatalogException):
        beside = f'"{dbt.this.database}"."{dbt.this.schema}"'
        history = session.table(f'{beside}."segment_model_history"')

    return keep_or_train_champion(
        session,
        champion=champion,
        history=history,
        inputs=inputs,
        earlier=earlier,
        features=features,
        catalogue=catalogue,
        source=source,
        settings={
            "n_segments": dbt.config.get("n_segments"),
            "random_seed": dbt.config.get("random_seed"),
            "retrain": dbt.config.get("retrain"),
            "training_customers": dbt.config.get("training_customers"),
            "champion_version": dbt.config.get("champion_version"),
        },
    )

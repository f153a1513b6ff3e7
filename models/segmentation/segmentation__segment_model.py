"""The champion as one row: the last model if it fits the request, else a new one."""


def model(dbt, session):
    """Return the champion's row."""
    dbt.config(materialized="table")

    from contextlib import suppress

    from duckdb import CatalogException

    from ml.segments.champion import keep_or_train_champion

    # These are tables of the last build, not refs. The first build has none.
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
        inputs=dbt.ref("segmentation__customer_encoder_inputs"),
        earlier=dbt.ref("segmentation__customer_encoder_inputs_earlier"),
        features=dbt.ref("segmentation__customer_features").join(
            dbt.ref("segmentation__customer_lifecycles"), "customer_id"
        ),
        catalogue=dbt.ref("segmentation__feature_catalogue"),
        source=dbt.ref("segmentation__order_source"),
        settings={
            "n_segments": dbt.config.get("n_segments"),
            "random_seed": dbt.config.get("random_seed"),
            "retrain": dbt.config.get("retrain"),
            "training_customers": dbt.config.get("training_customers"),
            "champion_version": dbt.config.get("champion_version"),
        },
    )

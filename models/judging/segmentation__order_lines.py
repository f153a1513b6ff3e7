"""The lines of the order file, as the contract of `ingest.contents` has them."""


def model(dbt, session):
    """Load what is new; return sentences for the user."""
    dbt.config(materialized="lines_of_files")

    from ingest.load import load_orders, report

    return report(
        load_orders,
        session,
        (dbt.this.database, dbt.this.schema),
        source=dbt.config.get("orders_source"),
        path=dbt.config.get("orders_path"),
        sources_path=dbt.config.get("sources_path"),
    )

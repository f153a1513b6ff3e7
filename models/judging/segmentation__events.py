"""Events of customers beside the orders; no row where there is no file of them."""


def model(dbt, session):
    """Load what is new, behind the orders; return sentences for the user."""
    dbt.config(materialized="lines_of_files")
    # Whose ids they are, and one at a time, because files are fed to one reader.
    dbt.ref("segmentation__order_lines")

    from ingest.load import load_events, report

    return report(
        load_events,
        session,
        (dbt.this.database, dbt.this.schema),
        source=dbt.config.get("events_source"),
        path=dbt.config.get("events_path"),
        sources_path=dbt.config.get("sources_path"),
    )

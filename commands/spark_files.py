"""Which orders and events a build on Spark is about, opened."""

from dataclasses import asdict

from ingest.spark import open_lines


def open_files(session, variables: dict) -> dict:
    """Return the vars that say what was opened: orders, and events where there are any.

    What is not asked for is what these tables already hold, else the sample.

    Parameters
    ----------
    session : SparkSession
    variables : dict
        All vars of dbt.

    Raises
    ------
    ingest.errors.OrdersError
        What was asked for cannot be opened.
    """
    held = held_files(session)
    folder = variables["sources_path"]
    source = variables["orders_source"] or held["source_name"] or "sample"
    if source != held["source_name"]:
        # Ids of another source may mean other customers.
        held = dict.fromkeys(held, "")
    path = variables["orders_path"] or held["orders_path"]
    opened = {"opened_orders": asdict(open_lines(session, source, path, folder))}
    events = variables["events_path"] or held["events_path"]
    if events and events != "none":
        named = variables["events_source"] or held["events_source_name"]
        lines = open_lines(
            session, named or "customer_events", events, folder, "events"
        )
        opened["opened_events"] = asdict(lines)
    return opened


def held_files(session) -> dict[str, str]:
    """Return what the last build was about; empty texts where there was none."""
    names = ("source_name", "orders_path", "events_source_name", "events_path")
    if not session.catalog.tableExists("staging.order_source"):
        return dict.fromkeys(names, "")
    row = session.table("staging.order_source").select(*names).first()
    return {name: row[name] or "" for name in names}

"""Which orders and events a build on Spark is about, opened."""

from dataclasses import replace

from ingest.datasets import EVENTS, ORDERS, Dataset
from ingest.opening.known_files import LastLoad
from ingest.opening.request import Request, choose_events, choose_orders
from ingest.spark.open_lines import open_lines, open_nothing


def open_files(session, variables: dict) -> None:
    """Open the orders, and events where there are any.

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
    held, held_events = held_files(session, ORDERS), held_files(session, EVENTS)
    orders = choose_orders(asked(ORDERS, variables), held)
    open_lines(session, orders)
    # Ids of another source may mean other customers.
    is_same = orders.source == held.source
    events = choose_events(
        asked(EVENTS, variables), held_events if is_same else LastLoad()
    )
    if events is None:
        open_nothing(session, EVENTS)
    else:
        open_lines(session, events, beside=orders.source)


def asked(content: Dataset, variables: dict) -> Request:
    """Return what was asked for of one content."""
    request = Request(content.name, sources_path=variables["sources_path"])
    return replace(
        request,
        source=variables[f"{content.name}_source"],
        path=variables[f"{content.name}_path"],
    )


def held_files(session, content: Dataset) -> LastLoad:
    """Return what the last build was about; nothing where there was none."""
    name = f"staging.{content.files}"
    if not session.catalog.tableExists(name):
        return LastLoad()
    row = session.table(name).select("source_name", "path").first()
    return LastLoad(row["source_name"], row["path"]) if row else LastLoad()

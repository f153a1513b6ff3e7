"""Open the orders and events of a build on Spark."""

from ingest.datasets import EVENTS, ORDERS, Dataset
from ingest.opening.known_files import LastLoad
from ingest.opening.request import Request, choose_events, choose_orders
from ingest.spark.open_lines import open_lines, open_nothing


def open_files(session, variables: dict) -> None:
    """Open the orders, and the events if there are any.

    If the vars name no orders, the build reads the orders of the last build, or the
    bundled sample.

    Raises
    ------
    ingest.errors.OrdersError
        The orders or events cannot be opened.
    """
    last, last_events = last_load(session, ORDERS), last_load(session, EVENTS)
    orders = choose_orders(asked(ORDERS, variables), last)
    open_lines(session, orders)
    if orders.source != last.source:
        # The events of the last build are not read: the same id may mean another
        # customer in the new source.
        last_events = LastLoad()
    events = choose_events(asked(EVENTS, variables), last_events)
    if events is None:
        open_nothing(session, EVENTS)
    else:
        open_lines(session, events, beside=orders.source)


def asked(content: Dataset, variables: dict) -> Request:
    """Return the request for orders or events in the vars of dbt."""
    source, path = (variables[f"{content.name}_{one}"] for one in ("source", "path"))
    return Request(content.name, source, path, variables["sources_path"])


def last_load(session, content: Dataset) -> LastLoad:
    """Return the source and path of the orders or events of the last build."""
    name = f"staging.{content.files}"
    if not session.catalog.tableExists(name):
        return LastLoad()
    row = session.table(name).select("source_name", "path").first()
    return LastLoad(row["source_name"], row["path"]) if row else LastLoad()

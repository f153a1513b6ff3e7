"""Open the orders and events of a build on Spark."""

from ingest.datasets import EVENTS, ORDERS, Dataset
from ingest.opening.known_files import LastLoad
from ingest.opening.request import Request, choose_events, choose_orders
from ingest.spark.open_lines import open_lines, open_nothing


def open_files(session, variables: dict) -> None:
    """Open the orders, and the events if there are any.

    Without orders in the vars, the build goes on with those of the last build, or with
    the sample.

    Parameters
    ----------
    session : SparkSession
    variables : dict
        All vars of dbt.

    Raises
    ------
    ingest.errors.OrdersError
        They cannot be opened.
    """
    last, last_events = last_load(session, ORDERS), last_load(session, EVENTS)
    orders = choose_orders(asked(ORDERS, variables), last)
    open_lines(session, orders)
    # The same id may be another customer in another source.
    is_same = orders.source == last.source
    events = choose_events(
        asked(EVENTS, variables), last_events if is_same else LastLoad()
    )
    if events is None:
        open_nothing(session, EVENTS)
    else:
        open_lines(session, events, beside=orders.source)


def asked(content: Dataset, variables: dict) -> Request:
    """Return what the user asked for."""
    source, path = (variables[f"{content.name}_{one}"] for one in ("source", "path"))
    return Request(content.name, source, path, variables["sources_path"])


def last_load(session, content: Dataset) -> LastLoad:
    """Return what the last build loaded."""
    name = f"staging.{content.files}"
    if not session.catalog.tableExists(name):
        return LastLoad()
    row = session.table(name).select("source_name", "path").first()
    return LastLoad(row["source_name"], row["path"]) if row else LastLoad()

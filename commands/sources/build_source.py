"""Choose the source of a build, and warn of columns that it does not read."""

import os

from commands.sources.choose import choose_for_build
from commands.sources.first_file import first_file
from commands.sources.unread_columns import hints, unread_columns
from ingest.files.remote import is_remote
from ingest.formats.columns import find_columns
from ingest.opening.request import Request
from ingest.sources.load import load_block
from ingest.sql.hashing import require_key, uses_key
from ingest.tables.address import find_address


def with_source(variables: dict, console) -> dict:
    """Return the vars of a build with the source that fits its orders.

    If the user named a source, it is not changed. The console shows the chosen source,
    and warnings about columns that change the results and are not read.

    Raises
    ------
    ingest.errors.OrdersError
        No source fits, or several sources fit.
    """
    orders = variables.get("orders_path")
    # On Spark, the cluster may read from places that this machine cannot read.
    if not orders or os.environ.get("TARGET") == "spark":
        return variables

    def warn(sentence):
        console.print(f"Warning: {sentence}", style="yellow")

    folder = variables.get("sources_path") or ""
    if not variables.get("orders_source"):
        request = choose_for_build(Request(path=orders, sources_path=folder), warn)
        source, folder = request.source, request.sources_path
        variables = variables | {"orders_source": source}
        if folder:
            variables["sources_path"] = folder
        place = f" in {folder}" if folder else ""
        console.print(
            f"The build uses source '{source}'{place}, which fits the orders. "
            "SOURCE=... chooses another one."
        )
    # A URL is not examined, because it should be requested only once, when it is
    # loaded.
    if find_address(orders) or not is_remote(orders):
        block = load_block(variables["orders_source"], folder)
        path = first_file(orders, block)
        if uses_key(block, find_columns(path, block)[1]):
            require_key(block.name)
        for sentence in hints(path, block, unread_columns(path, block)):
            warn(sentence)
    return variables

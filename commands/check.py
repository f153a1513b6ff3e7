"""`make check`: print what a build would accept and reject in an order file."""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bi.paths import warehouse_path
from commands.findings.judge import judge
from commands.findings.print import print_findings
from commands.sources.propose import propose
from commands.sources.trial import temporary_key
from commands.terminal import open_console
from ingest.errors import OrdersError
from ingest.opening.request import Request, open_request
from ingest.sources.load import load_block
from ingest.tables.address import hide_password


def main() -> int:
    """Check ORDERS with SOURCE or with the best source; return the exit status."""
    console = open_console()
    request = Request(
        source=os.environ.get("SOURCE", ""),
        path=hide_password("orders", os.environ.get("ORDERS", "")),
        sources_path=os.environ.get("SOURCES_PATH", ""),
    )
    try:
        request = with_orders(request)
        if not request.path:
            console.print("Name a file: make check ORDERS=path [SOURCE=name]")
            return 1
        with temporary_key() as has_key:
            return check(request, console, has_key)
    except OrdersError as error:
        console.print(str(error), style="red")
    except OSError as error:
        sentence = f"'{error.filename}' cannot be read: {error.strerror}."
        console.print(sentence, style="red")
    return 1


def with_orders(request: Request) -> Request:
    """Return the request; if its source block names orders, with these orders.

    If the block names a relation, the check reads the warehouse as a database.
    """
    if request.path or not request.source:
        return request
    block = load_block(request.source, request.sources_path)
    warehouse = f"duckdb:{warehouse_path()}" if block.relation else ""
    return replace(request, path=block.own_path or warehouse)


def check(request: Request, console, has_key: bool) -> int:
    """Judge the orders and print the findings; return the exit status.

    Raises
    ------
    OrdersError
        The file does not exist, or the source cannot read it.
    """
    complete = request if request.source else propose(request, console)
    if not complete:
        return 1
    inputs = open_request(complete)
    with tempfile.TemporaryDirectory() as folder:
        errors = open_console(stderr=True)
        connection = judge(Path(folder), complete, inputs, errors)
        if connection is None:
            return 1
        with connection:
            print_findings(connection, console, complete, inputs, has_key)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make check`: what a build would make of an order file, before it does."""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bi.paths import warehouse_path
from commands.findings.judge import judge
from commands.findings.print import print_findings
from commands.sources.propose import Request, propose
from commands.sources.trial import some_key
from ingest.errors import OrdersError
from ingest.opening.request import open_request
from ingest.sources.load import load_block
from ingest.tables.address import hide_password


def main() -> int:
    """Check ORDERS as SOURCE, or as the source that fits best; return the status."""
    # A file or a pipe has no width of its own.
    console = Console(
        width=None if sys.stdout.isatty() else 100, markup=False, highlight=False
    )
    request = Request(
        orders=hide_password("orders", os.environ.get("ORDERS", "")),
        source=os.environ.get("SOURCE", ""),
        sources_path=os.environ.get("SOURCES_PATH", ""),
    )
    try:
        request = with_orders(request)
        if not request.orders:
            console.print("Say which file: make check ORDERS=path [SOURCE=name]")
            return 1
        with some_key() as has_key:
            return check(request, console, has_key)
    except OrdersError as error:
        console.print(str(error), style="red", soft_wrap=True)
    except OSError as error:
        sentence = f"'{error.filename}' cannot be read: {error.strerror}."
        console.print(sentence, style="red", soft_wrap=True)
    return 1


def with_orders(request: Request) -> Request:
    """Return the request with the orders that its block names, where it does.

    A relation of the warehouse is in another database than the one of the check.
    """
    if request.orders or not request.source:
        return request
    block = load_block(request.source, request.sources_path)
    usual = f"duckdb:{warehouse_path()}" if block.relation else ""
    return replace(request, orders=block.own_path or usual)


def check(request: Request, console, has_key: bool) -> int:
    """Judge the orders and print what is found; return the status.

    Raises
    ------
    OrdersError
        There is no such file, or it cannot be read by the source.
    """
    asked = request if request.source else propose(request, console)
    if not asked:
        return 1
    opened = open_request(asked.files)
    with tempfile.TemporaryDirectory() as folder:
        errors = Console(stderr=True)
        connection = judge(Path(folder), asked.files, opened, errors)
        if connection is None:
            return 1
        with connection:
            print_findings(connection, console, asked, opened, has_key)
    return 0


if __name__ == "__main__":
    sys.exit(main())

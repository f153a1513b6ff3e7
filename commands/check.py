"""`make check`: what a build would make of an order file, before it does."""

import json
import os
import sys
import tempfile
from pathlib import Path

import duckdb
from rich.console import Console

from commands.dbt_run import run_dbt
from commands.findings import print_findings
from commands.proposal import Request, propose
from ingest.errors import OrdersError
from ingest.request import open_files

SELECTION = (
    *("--select", "+int_order_findings", "+order_line_findings"),
    *("--indirect-selection", "cautious"),
    # What stops a build, or is a warning there, is a finding here.
    *("--exclude", "resource_type:unit_test", "currencies_are_one"),
    *("nothing_is_odd_about_lines", "nothing_is_odd_about_orders"),
    *("test_name:rejected_share_is_low", "test_name:superseded_share_is_low"),
)


def main() -> int:
    """Check ORDERS as SOURCE, or as the source that fits best; return the status."""
    # A file or a pipe has no width of its own.
    console = Console(
        width=None if sys.stdout.isatty() else 100, markup=False, highlight=False
    )
    request = Request(
        orders=os.environ.get("ORDERS", ""),
        source=os.environ.get("SOURCE", ""),
        sources_path=os.environ.get("SOURCES_PATH", ""),
    )
    if not request.orders:
        console.print("Say which file: make check ORDERS=path [SOURCE=name]")
        return 1
    try:
        request = request if request.source else propose(request, console)
        opened = open_files(request.files) if request else None
    except OrdersError as error:
        console.print(str(error), style="red", soft_wrap=True)
        return 1
    except OSError as error:
        sentence = f"'{error.filename}' cannot be read: {error.strerror}."
        console.print(sentence, style="red", soft_wrap=True)
        return 1
    if not request:
        return 1
    with tempfile.TemporaryDirectory() as folder:
        if judge(Path(folder), request) != 0:
            return 1
        with duckdb.connect(str(Path(folder, "check.duckdb"))) as connection:
            print_findings(connection, console, request, opened)
    return 0


def judge(folder: Path, request: Request) -> int:
    """Judge the file in a warehouse of its own, as a build would."""
    os.environ["WAREHOUSE_PATH"] = str(folder / "check.duckdb")
    variables = {
        "orders_source": request.source,
        "orders_path": request.orders,
        "sources_path": request.sources_path,
    }
    return run_dbt(
        [
            "build",
            *SELECTION,
            *["--vars", json.dumps(variables)],
            *["--target-path", str(folder / "target"), "--log-path", str(folder)],
        ],
        Console(stderr=True),
        show_tables=False,
    )


if __name__ == "__main__":
    sys.exit(main())

"""`make build`: orders and events in; tables, files, a report and a summary out."""

import json
import os
import sys

import duckdb
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from bi.paths import analytics_path, exports_path, report_path, warehouse_path
from bi.publish import PublishError, publish
from bi.report import ReportError, write_report
from commands.dbt_run import run_dbt


def main(variables: dict | None = None) -> int:
    """Run the whole path; return the exit status.

    What make was given is read from the environment, where no shell or make can
    misread the quotes and blanks of a path.

    Parameters
    ----------
    variables : dict, optional
        Vars of dbt besides.
    """
    progress = Console(stderr=True)
    status = run_dbt(build_arguments(os.environ, variables or {}), progress)
    if status != 0:
        progress.print(
            "The build stopped. What was published before is unchanged; the whole "
            "log is in logs/dbt.log.",
            style="red",
            soft_wrap=True,
        )
        return status
    try:
        publish(warehouse_path(), analytics_path(), exports_path())
        write_report(warehouse_path(), report_path())
    except (PublishError, ReportError) as error:
        progress.print(
            str(error), style="red", highlight=False, markup=False, soft_wrap=True
        )
        return 1
    # A file or a pipe has no width of its own.
    print_segments(Console(width=None if sys.stdout.isatty() else 100))
    return 0


def build_arguments(environment, others: dict) -> list[str]:
    """Return the words of `dbt build` for what the user asked of make."""
    variables = {
        "orders_path": environment.get("ORDERS"),
        "orders_source": environment.get("SOURCE"),
        "events_path": environment.get("EVENTS"),
        "events_source": environment.get("EVENTS_SOURCE"),
        "sources_path": environment.get("SOURCES_PATH"),
    }
    given = {name: value for name, value in variables.items() if value} | others
    arguments = ["build", "--vars", json.dumps(given)]
    if environment.get("TARGET"):
        arguments += ["--target", environment["TARGET"]]
    return arguments


def print_segments(console: Console) -> None:
    """Print the segments, and where to look next."""
    with duckdb.connect(str(analytics_path()), read_only=True) as connection:
        segments = connection.execute(
            "select segment_id, segment_name, customers, revenue_share, "
            "suggested_action from marts.segments order by value_rank"
        ).fetchall()
    table = Table(box=SIMPLE)
    for heading in ("id", "segment", "customers", "revenue", "what to do"):
        is_number = heading in ("id", "customers", "revenue")
        table.add_column(heading, justify="right" if is_number else "left")
    for number, name, customers, share, action in segments:
        table.add_row(str(number), name, f"{customers:,}", f"{share or 0:.1%}", action)
    console.print(table, markup=False)
    for purpose, place in [
        ("Look at it", report_path()),
        ("Query it", f"{analytics_path()} (schema marts)"),
        ("Parquet", f"{exports_path()}/"),
    ]:
        console.print(
            f"{purpose:<12}{place}", highlight=False, markup=False, soft_wrap=True
        )


if __name__ == "__main__":
    sys.exit(main())

"""`make build`: orders in; tables, published files, a report and a summary out."""

import json
import os
import subprocess
import sys

import duckdb
from rich.console import Console
from rich.table import Table

from bi.paths import analytics_path, exports_path, report_path, warehouse_path
from bi.publish import PublishError, publish
from bi.report import ReportError, write_report

DBT = [sys.executable, "-c", "from dbt.cli.main import cli; cli()"]


def main() -> int:
    """Run the whole path; return the exit status.

    ORDERS, SOURCE and TARGET are read from the environment, where no shell or
    make can misread the quotes and blanks of a path.
    """
    status = run_dbt(os.environ)
    if status != 0:
        complain("The build stopped; what was published before is unchanged.")
        return status
    try:
        publish(warehouse_path(), analytics_path(), exports_path())
        write_report(warehouse_path(), report_path())
    except (PublishError, ReportError) as error:
        complain(str(error))
        return 1
    print_segments()
    return 0


def run_dbt(environment) -> int:
    """Run `dbt build` in a process of its own and return its exit status."""
    variables = {
        "orders_path": environment.get("ORDERS"),
        "orders_source": environment.get("SOURCE"),
    }
    given = {name: value for name, value in variables.items() if value}
    command = [*DBT, "build", "--vars", json.dumps(given)]
    if environment.get("TARGET"):
        command += ["--target", environment["TARGET"]]
    return subprocess.run(command, check=False).returncode


def print_segments() -> None:
    """Print the segments, and where to look next."""
    with duckdb.connect(str(analytics_path()), read_only=True) as connection:
        segments = connection.execute(
            "select segment_id, segment_name, customers, revenue_share, "
            "suggested_action from marts.segments order by value_rank"
        ).fetchall()
    table = Table("id", "segment", "customers", "revenue", "what to do")
    for number, name, customers, share, action in segments:
        table.add_row(str(number), name, f"{customers:,}", f"{share or 0:.1%}", action)
    console = Console()
    console.print(table)
    console.print(f"Look at it      {report_path()}", highlight=False)
    console.print(f"Query it        {analytics_path()}", highlight=False)
    console.print(f"Parquet files   {exports_path()}/", highlight=False)


def complain(sentence: str) -> None:
    """Say on stderr what went wrong."""
    Console(stderr=True).print(sentence, style="red", highlight=False, markup=False)


if __name__ == "__main__":
    sys.exit(main())

"""`make build`: turn orders and events into tables, files, a report and a summary."""

import json
import os
import sys

from bi.lock import LockedError
from bi.paths import (
    analytics_path,
    exports_path,
    other_places,
    report_path,
    warehouse_path,
)
from bi.places.check import check_places
from bi.places.errors import PlaceError
from bi.publish import PublishError, TargetError, publish
from bi.report import ReportError, write_report
from bi.warehouse import WarehouseError, attach, hold_to_write
from commands.running.dbt import run_dbt
from commands.running.input_files import input_files
from commands.running.inputs import read_inputs
from commands.running.print_segments import SEGMENTS, WARNING, print_segments
from commands.sources.build_source import with_source
from commands.terminal import open_console
from ingest.errors import OrdersError


def main(variables: dict | None = None) -> int:
    """Build with the variables of make, and more vars of dbt; return the exit status.

    Make passes its variables through the environment. A shell would change quotes and
    blanks in a path.
    """
    progress = open_console(stderr=True)
    try:
        variables = read_inputs(os.environ) | (variables or {})
        variables = with_source(variables, progress)
        if os.environ.get("TARGET") == "spark":
            from commands.spark.build import build_on_spark

            return build_on_spark(variables, progress)
        check_places(input_files(variables))
        with hold_to_write(warehouse_path()):
            return build(variables, progress)
    except (OrdersError, LockedError, PlaceError, WarehouseError) as error:
        progress.print(str(error), style="red")
        return 1


def build(variables: dict, progress) -> int:
    """Run dbt, publish, report and print; return the exit status."""
    words = ["build", "--vars", json.dumps(variables)]
    if os.environ.get("TARGET"):
        words += ["--target", os.environ["TARGET"]]
    status = run_dbt(words, progress)
    if status != 0:
        progress.print(
            "The build stopped. The published tables did not change. The complete log "
            "is in logs/dbt.log.",
            style="red",
        )
        return status
    try:
        status = publish_everywhere(progress)
        write_report(warehouse_path(), report_path())
    except (PublishError, ReportError) as error:
        progress.print(str(error), style="red")
        return 1
    print_summary()
    return status


def publish_everywhere(progress) -> int:
    """Publish; return 1 if another place failed, which does not stop the build."""
    try:
        publish(warehouse_path(), analytics_path(), exports_path(), other_places())
    except TargetError as error:
        progress.print(str(error), style="red")
        return 1
    return 0


def print_summary() -> None:
    """Print the segments and the places of the results."""
    # Not the published database: another program may have that open for writing.
    with attach(warehouse_path()) as connection:
        segments = connection.execute(
            f"select {', '.join(SEGMENTS)} "
            "from warehouse.marts.segments order by value_rank"
        ).fetchall()
        warning = connection.execute(
            WARNING.format("warehouse.segmentation.segment_model")
        ).fetchone()
    places = {
        "Look at it": report_path(),
        "Query it": f"{analytics_path()} (schema marts)",
        "Parquet": f"{exports_path()}/",
    }
    print_segments(segments, places, *(warning or ()))


if __name__ == "__main__":
    sys.exit(main())

"""`make build`: orders and events in; tables, files, a report and a summary out."""

import json
import os
import sys

from rich.console import Console

from bi.lock import LOCK_WAIT_SECONDS, LockedError
from bi.paths import (
    analytics_path,
    exports_path,
    other_places,
    report_path,
    warehouse_path,
)
from bi.publish import PublishError, TargetError, publish
from bi.report import ReportError, write_report
from bi.warehouse import WarehouseError, attach, hold_to_write
from commands.running.dbt import run_dbt
from commands.running.inputs import GivenError, read_given
from commands.running.segments_table import print_table
from commands.sources.build_source import with_source


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
    try:
        given = read_given(os.environ) | (variables or {})
        given = with_source(given, progress)
        if os.environ.get("TARGET") == "spark":
            from commands.spark.build import build_on_spark

            return build_on_spark(given, progress)
        with hold_to_write(warehouse_path(), LOCK_WAIT_SECONDS):
            return build(given, progress)
    except (GivenError, LockedError, WarehouseError) as error:
        say(progress, str(error))
        return 1


def build(variables: dict, progress: Console) -> int:
    """Run dbt, publish, report and print; return the exit status."""
    words = ["build", "--vars", json.dumps(variables)]
    if os.environ.get("TARGET"):
        words += ["--target", os.environ["TARGET"]]
    status = run_dbt(words, progress)
    if status != 0:
        say(
            progress,
            "The build stopped. What was published before is unchanged; the whole "
            "log is in logs/dbt.log.",
        )
        return status
    try:
        status = publish_everywhere(progress)
        write_report(warehouse_path(), report_path())
    except (PublishError, ReportError) as error:
        say(progress, str(error))
        return 1
    # A file or a pipe has no width of its own.
    print_segments(Console(width=None if sys.stdout.isatty() else 100))
    return status


def publish_everywhere(progress: Console) -> int:
    """Publish; return 1 where a place elsewhere failed, which stops nothing here."""
    try:
        publish(warehouse_path(), analytics_path(), exports_path(), other_places())
    except TargetError as error:
        say(progress, str(error))
        return 1
    return 0


def say(progress: Console, sentence: str) -> None:
    """Print why something was not done."""
    progress.print(sentence, style="red", highlight=False, markup=False, soft_wrap=True)


def print_segments(console: Console) -> None:
    """Print the segments, and where to look next."""
    # Not from the published database, which somebody may have opened to write.
    with attach(warehouse_path(), LOCK_WAIT_SECONDS) as connection:
        segments = connection.execute(
            "select segment_id, segment_name, customers, revenue_share, "
            "suggested_action from warehouse.marts.segments order by value_rank"
        ).fetchall()
    print_table(segments, console)
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

"""dbt on Spark, and what dbt-spark has no Python for: the door, training and scoring.

One process and one Spark session, from the files to the marts. It ends with the process
that has started it, as dbt does for DuckDB.
"""

import json
import logging
import os
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from commands.dbt_process import end_with_parent, tell
from ml.spark.session import open_session, use_settings

# What training and learning write, and all that waits for it.
TRAINED = ("segment_model+", "purchase_model+", "purchase_expectations+")
LEARNED = ("prediction_model+", "customer_forecasts+")
# For who works on the project, not for who uses it: they take longer than the tables.
NO_UNIT_TESTS = ("--exclude", "resource_type:unit_test")


def main() -> int:
    """Build everything with the vars of the command line; return the exit status."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    keep_java_quiet()
    variables = json.loads(sys.argv[-1])
    # Each failure is told once, by dbt.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    use_settings()
    # The first command of dbt starts the session, as profiles.yml says.
    if not run_dbt("seed", variables):
        return 1
    session = open_session()
    from ingest.errors import OrdersError
    from ml.champion import ChampionError
    from ml.spark.learning import learn
    from ml.spark.training import train
    from ml.worker import WorkFailed

    try:
        opened = open_files(session, variables)
        known = {**variables, **opened}
        first = (*NO_UNIT_TESTS, "resource_type:seed", *TRAINED, *LEARNED)
        if not run_dbt("build", known, *first):
            return 1
        train(session, variables)
        second = ("--select", *TRAINED, *NO_UNIT_TESTS, *LEARNED)
        if not run_dbt("build", known, *second):
            return 1
        learn(session, variables)
    except (OrdersError, ChampionError, WorkFailed) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    third = ("--select", *LEARNED, *NO_UNIT_TESTS)
    return 0 if run_dbt("build", known, *third) else 1


def keep_java_quiet() -> None:
    """Let Java write into a file what it tells the terminal; Python goes on there."""
    folder = Path(os.environ.get("DBT_LOG_PATH", "logs"))
    folder.mkdir(parents=True, exist_ok=True)
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    log = os.open(folder / "spark.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(log, 2)


def open_files(session, variables: dict) -> dict:
    """Return the vars that say what was opened: orders, and events where there are any.

    What is not asked for is what this warehouse already holds, else the sample.
    """
    from ingest.spark import open_lines

    held = {}
    if session.catalog.tableExists("staging.order_source"):
        held = session.table("staging.order_source").first().asDict()
    folder = variables["sources_path"]
    source = variables["orders_source"] or held.get("source_name") or "sample"
    path = variables["orders_path"]
    if not path and source == held.get("source_name"):
        path = held["orders_path"]
    found = {"opened_orders": asdict(open_lines(session, source, path, folder))}
    events = variables["events_path"]
    if not events and source == held.get("source_name"):
        events = held["events_path"]
    if events and events != "none":
        source = (
            variables["events_source"]
            or held.get("events_source_name")
            or "customer_events"
        )
        lines = open_lines(session, source, events, folder, "events")
        found["opened_events"] = asdict(lines)
    return found


def run_dbt(command: str, variables: dict, *words: str) -> bool:
    """Run a command of dbt; return whether it went well."""
    from dbt.cli.main import dbtRunner

    ended = dbtRunner(callbacks=[tell]).invoke(
        [
            *("--log-level", "none", "--log-level-file", "debug", "--no-use-colors"),
            *(command, "--target", "spark", "--vars", json.dumps(variables)),
            *words,
        ]
    )
    return ended.success


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Spark's own end would wait for the JVM.
    os._exit(status)

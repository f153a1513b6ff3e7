"""dbt on Spark, with what dbt-spark has no Python for: the door, training and scoring.

One process and one Spark session from the files to the marts. As for DuckDB, it ends
with the process that has started it.
"""

import json
import os
import sys
import threading

from commands.dbt_process import end_with_parent, tell

# What training waits for, and what waits for training.
TRAINED = ("segment_model", "purchase_model", "purchase_expectations")


def main() -> int:
    """Build everything with the vars of the command line; return the exit status."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    variables = json.loads(sys.argv[1])
    # dbt starts the session, as profiles.yml says.
    if not run_dbt("seed", variables):
        return 1
    from pyspark.sql import SparkSession

    from ingest.errors import OrdersError
    from ingest.spark import open_lines

    session = SparkSession.builder.getOrCreate()
    try:
        variables |= open_files(session, variables, open_lines)
    except OrdersError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    behind = " ".join(f"{one}+" for one in TRAINED)
    if not run_dbt(
        "build", variables, "--exclude", "resource_type:seed", *behind.split()
    ):
        return 1
    from ml.spark.training import train

    train(session, variables)
    return 0 if run_dbt("build", variables, "--select", *behind.split()) else 1


def open_files(session, variables: dict, open_lines) -> dict:
    """Return the vars that say what was opened."""
    from dataclasses import asdict

    folder = variables.get("sources_path", "")
    source = variables.get("orders_source") or "sample"
    path = variables.get("orders_path", "")
    opened = {"opened_orders": asdict(open_lines(session, source, path, folder))}
    events = variables.get("events_path", "")
    if events and events != "none":
        source = variables.get("events_source") or "customer_events"
        opened["opened_events"] = asdict(
            open_lines(session, source, events, folder, "events")
        )
    return opened


def run_dbt(command: str, variables: dict, *words: str) -> bool:
    """Run a command of dbt; return whether it went well."""
    from dbt.cli.main import dbtRunner

    levels = ["--log-level", "none", "--log-level-file", "debug"]
    ended = dbtRunner(callbacks=[tell]).invoke(
        [*levels, command, "--target", "spark", "--vars", json.dumps(variables), *words]
    )
    return ended.success


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)

"""dbt on Spark, and what dbt-spark has no Python for: the door, training and scoring.

One process and one Spark session, from the files to the marts. It ends with the process
that has started it, as dbt does for DuckDB.
"""

import json
import os
import sys
import threading
from pathlib import Path

from rich.console import Console

from commands.dbt_process import end_with_parent, tell
from commands.segments_table import print_table
from ml.spark.session import close_session, open_session, use_settings

# What training and learning write, and all that waits for it.
TRAINED = ("segment_model+", "purchase_model+", "purchase_expectations+")
LEARNED = ("prediction_model+", "customer_forecasts+")
# What Derby, which holds the catalogue on one machine, says of a second process.
DERBY_IS_OPEN = "Another instance of Derby may have already booted"
# For who works on the project, not for who uses it: they take longer than the tables.
NO_UNIT_TESTS = ("--exclude", "resource_type:unit_test")


def main() -> int:
    """Build everything with the vars of the command line; return the exit status."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    keep_java_quiet()
    variables = json.loads(sys.argv[-1])
    use_settings()
    # The first command of dbt starts the session, as profiles.yml says.
    if not run_dbt("seed", variables):
        tell_who_holds()
        return 1
    session = open_session()
    try:
        return 0 if build(session, variables) else 1
    finally:
        close_session(session)


def build(session, variables: dict) -> bool:
    """Build all that stands on the seeds; return whether it went well."""
    from commands.spark_files import open_files
    from ingest.errors import OrdersError
    from ml.champion import ChampionError
    from ml.spark.learning import learn
    from ml.spark.training import train
    from ml.worker import WorkFailed

    try:
        known = {**variables, **open_files(session, variables)}
        first = (*NO_UNIT_TESTS, "resource_type:seed", *TRAINED, *LEARNED)
        if not run_dbt("build", known, *first):
            return False
        train(session, variables)
        second = ("--select", *TRAINED, *NO_UNIT_TESTS, *LEARNED)
        if not run_dbt("build", known, *second):
            return False
        learn(session, variables)
    except (OrdersError, ChampionError, WorkFailed) as error:
        sys.stdout.write(f"{error}\n")
        return False
    third = ("--select", *LEARNED, *NO_UNIT_TESTS)
    return run_dbt("build", known, *third) and print_summary(session)


def print_summary(session) -> bool:
    """Print the segments, and where the tables lie; return that it went well."""
    columns = ("segment_id", "segment_name", "customers", "revenue_share")
    rows = session.table("marts.segments").orderBy("value_rank")
    print_table(rows.select(*columns, "suggested_action").collect(), Console(width=100))
    place = session.conf.get("spark.sql.warehouse.dir").removeprefix("file:")
    sys.stdout.write(f"Query it    {place}/marts.db (schema marts)\n")
    return True


def log_folder() -> Path:
    """Return where dbt writes its log."""
    return Path(os.environ.get("DBT_LOG_PATH", "logs"))


def keep_java_quiet() -> None:
    """Let Java write into a file what it tells the terminal; Python goes on there."""
    log_folder().mkdir(parents=True, exist_ok=True)
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    log = os.open(
        log_folder() / "spark.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644
    )
    os.dup2(log, 2)


def tell_who_holds() -> None:
    """Say so where another process has the catalogue, which Java tells at length."""
    if DERBY_IS_OPEN in log_folder().joinpath("dbt.log").read_text(errors="replace"):
        sys.stdout.write(
            "Another process has the tables of Spark open, such as a spark-sql shell: "
            "end it, then build again.\n"
        )


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
    os._exit(status)

"""dbt on Spark, and what dbt-spark has no Python for: the door, training and scoring.

One process and one Spark session, from the files to the marts. It ends with the process
that has started it, as dbt does for DuckDB.
"""

import json
import os
import sys
import threading

from rich.console import Console

from commands.running.dbt_process import end_with_parent, tell
from commands.running.segments_table import print_table
from commands.spark.files import open_files
from ingest.errors import OrdersError
from ml.segments.champion import ChampionError
from ml.spark.forecast_training import learn
from ml.spark.log import SPARK_ERRORS, describe_error, keep_java_quiet
from ml.spark.segment_training import train_models
from ml.spark.session import TablesHeldError, close_session, open_session
from ml.subprocesses import SubprocessError

# What training and learning write, and all that waits for it.
TRAINED = (
    "segmentation__segment_model+",
    "segmentation__purchase_model+",
    "segmentation__purchase_expectations+",
)
LEARNED = ("segmentation__prediction_model+", "segmentation__customer_forecasts+")
# For who works on the project, not for who uses it: they take longer than the tables.
UNIT_TESTS = "resource_type:unit_test"


def main() -> int:
    """Build everything with the vars of the command line; return the exit status."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    keep_java_quiet()
    variables = json.loads(sys.argv[-1])
    try:
        return 0 if build(open_session(), variables) else 1
    except (OrdersError, ChampionError, TablesHeldError, SubprocessError) as error:
        sys.stdout.write(f"{error}\n")
    except SPARK_ERRORS as error:
        sys.stdout.write(f"{describe_error(error)}\n")
    finally:
        close_session()
    return 1


def build(session, variables: dict) -> bool:
    """Build everything; return whether dbt went well.

    Raises
    ------
    ingest.errors.OrdersError, ml.segments.champion.ChampionError,
    ml.subprocesses.SubprocessError
    Exception
        One of `SPARK_ERRORS`.
    """
    if not run_dbt("seed", variables):
        return False
    open_files(session, variables)
    trained_later = ("resource_type:seed", *TRAINED, *LEARNED)
    if not run_dbt("build", variables, exclude=trained_later):
        return False
    train_models(session, variables)
    if not run_dbt("build", variables, select=TRAINED, exclude=LEARNED):
        return False
    learn(session, variables)
    if not run_dbt("build", variables, select=LEARNED):
        return False
    print_summary(session)
    return True


def print_summary(session) -> None:
    """Print the segments, and where the tables lie."""
    columns = ("segment_id", "segment_name", "customers", "revenue_share")
    rows = session.table("marts.segments").orderBy("value_rank")
    print_table(rows.select(*columns, "suggested_action").collect(), Console(width=100))
    place = session.conf.get("spark.sql.warehouse.dir").removeprefix("file:")
    sys.stdout.write(f"Query it    {place}/marts.db (schema marts)\n")


def run_dbt(command: str, variables: dict, *, select=(), exclude=()) -> bool:
    """Run a command of dbt on what is selected; return whether it went well."""
    from dbt.cli.main import dbtRunner

    words = ["--target", "spark", "--vars", json.dumps(variables)]
    if select:
        words += ["--select", *select]
    ended = dbtRunner(callbacks=[tell]).invoke(
        [
            *("--log-level", "none", "--log-level-file", "debug", "--no-use-colors"),
            *(command, *words, "--exclude", UNIT_TESTS, *exclude),
        ]
    )
    return ended.success


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)

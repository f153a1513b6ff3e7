"""`make build TARGET=spark`: the same tables, made by Spark."""

import contextlib
import json
import os
import sys
from pathlib import Path

import yaml
from rich.console import Console

from bi.lock import LockedError, hold
from commands.running.dbt import run_dbt
from ml.spark.requirements import MissingError, require_spark

PROCESS = [sys.executable, "-W", "ignore", "-m", "commands.spark.process"]
# Where Spark's tables lie on this machine (spark/spark-defaults.conf): the catalogue
# beside them is open to one process at a time.
TABLES = Path("spark-warehouse")


def build_on_spark(variables: dict, progress: Console) -> int:
    """Run door, dbt and training in one Spark session; return the exit status.

    Parameters
    ----------
    variables : dict
        Vars of dbt that were given.
    """
    defaults = yaml.safe_load(Path("dbt_project.yml").read_text())["vars"]
    try:
        require_spark()
        # On a cluster, tables and catalogue are others' to guard.
        is_here = "SPARK_CONF_DIR" not in os.environ
        with hold(TABLES) if is_here else contextlib.nullcontext():
            status = run_dbt(
                [json.dumps({**defaults, **variables})], progress, program=PROCESS
            )
    except (MissingError, LockedError) as error:
        progress.print(str(error), style="red", highlight=False, markup=False)
        return 1
    if status != 0:
        progress.print(
            "The build stopped; the whole log is in logs/dbt.log.", style="red"
        )
    return status

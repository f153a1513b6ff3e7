"""`make build TARGET=spark`: build the same tables with Spark.

dbt-spark runs no Python models. This module does their work between runs of dbt: it
loads the files, trains and scores, all in one Spark session.
"""

import contextlib
import json
import os
import warnings
from pathlib import Path

import yaml

from bi.lock import LockedError, hold
from commands.running.dbt import run_dbt
from commands.running.print_segments import SEGMENTS, WARNING, print_segments
from ingest.errors import OrdersError
from ml.spark.requirements import MissingError, require_spark

# The folder of Spark's tables on this machine (spark/spark-defaults.conf). Only one
# process at a time can open the catalogue in this folder.
TABLES = Path("spark-warehouse")
# Models that read the segment model, and models that read the forecasts.
AFTER_SEGMENTS = (
    "segmentation__segment_model+",
    "segmentation__purchase_model+",
    "segmentation__purchase_expectations+",
)
AFTER_FORECASTS = (
    "segmentation__prediction_model+",
    "segmentation__customer_forecasts+",
    "segmentation__customer_reasons+",
    "segmentation__segment_contributions+",
)
# Unit tests take longer than the tables, and they do not test the data.
UNIT_TESTS = "resource_type:unit_test"


def build_on_spark(variables: dict, progress) -> int:
    """Load, build and train with the user's vars of dbt; return the exit status."""
    try:
        require_spark()
    except MissingError as error:
        progress.print(str(error), style="red")
        return 1
    # Imported here, because pyspark is there only after `make setup-spark`.
    from ml.segments.champion import ChampionError
    from ml.spark.log import SPARK_ERRORS, describe_error, keep_java_quiet
    from ml.spark.session import TablesHeldError, close_session, open_session
    from ml.subprocesses import SubprocessError

    warnings.simplefilter("ignore")
    keep_java_quiet()
    defaults = yaml.safe_load(Path("dbt_project.yml").read_text())["vars"]
    # A lock is needed on one machine only: a cluster protects tables and catalogue
    # itself.
    is_here = "SPARK_CONF_DIR" not in os.environ
    known = (OrdersError, LockedError, TablesHeldError, ChampionError, SubprocessError)
    reason = ""
    try:
        with hold(TABLES) if is_here else contextlib.nullcontext():
            if build(open_session(), {**defaults, **variables}, progress):
                return 0
    except known as error:
        reason = f"{error} "
    except SPARK_ERRORS as error:
        reason = f"{describe_error(error)} "
    finally:
        close_session()
    sentence = f"{reason}The build stopped. The complete log is in logs/dbt.log."
    progress.print(sentence, style="red")
    return 1


def build(session, variables: dict, progress) -> bool:
    """Build everything; return whether dbt succeeded."""
    from commands.spark.files import open_files
    from ml.spark.forecast_training import learn
    from ml.spark.segment_training import train_models

    def dbt(command, *selection):
        words = ["--target", "spark", "--vars", json.dumps(variables)]
        return run_dbt([command, *words, *selection], progress) == 0

    if not dbt("seed"):
        return False
    open_files(session, variables)
    later = ("resource_type:seed", *AFTER_SEGMENTS, *AFTER_FORECASTS)
    if not dbt("build", "--exclude", UNIT_TESTS, *later):
        return False
    train_models(session, variables)
    rest = ("--exclude", UNIT_TESTS, *AFTER_FORECASTS)
    if not dbt("build", "--select", *AFTER_SEGMENTS, *rest):
        return False
    learn(session, variables)
    if not dbt("build", "--select", *AFTER_FORECASTS, "--exclude", UNIT_TESTS):
        return False
    rows = session.table("marts.segments").orderBy("value_rank").select(*SEGMENTS)
    place = session.conf.get("spark.sql.warehouse.dir").removeprefix("file:")
    places = {"Query it": f"{place}/marts.db (schema marts)"}
    warning = session.sql(WARNING.format("segmentation.segment_model")).first()
    print_segments(rows.collect(), places, *(warning or ()))
    return True

"""The Spark session of this process."""

import contextlib
import os
import sys

from pyspark import SparkContext
from pyspark.sql import SparkSession

from ml.spark.log import SPARK_ERRORS

# Settings for one machine, where nobody has named others.
CONF_DIR = "spark"
SECONDS_TO_END = 60


def use_settings() -> None:
    """Name the project's settings and Python, unless the environment names others."""
    os.environ.setdefault("SPARK_CONF_DIR", CONF_DIR)
    # Of the executors. A configuration that has `spark.pyspark.python` is heard first.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


def open_session() -> SparkSession:
    """Return the session there is, or a new one with the tables of the project."""
    use_settings()
    return (
        SparkSession.builder.enableHiveSupport()
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )


def close_session() -> None:
    """End Spark and its Java, and with it the hold on the catalogue of tables."""
    context = SparkContext._active_spark_context
    if context is None:
        return
    gateway = context._gateway
    # A Java that has ended by itself need not be told.
    with contextlib.suppress(*SPARK_ERRORS):
        context.stop()
        gateway.shutdown()
    # Java ends with its input.
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=SECONDS_TO_END)

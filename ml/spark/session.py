"""The Spark session of this process."""

import contextlib
import os
import sys
from collections.abc import Iterator

from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from ml.spark.log import SPARK_ERRORS

# The folder of the settings for one machine.
CONF_DIR = "spark"
SECONDS_TO_END = 60
# These settings decide results before dbt sets them: times are those of the file, and
# values that cannot be computed or read are NULL.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "false",
}
# The error if two processes open Derby, the catalogue on one machine.
DERBY_IS_OPEN = "Another instance of Derby may have already booted"
TABLES_HELD = (
    "Another process has the tables of Spark open, such as a spark-sql shell: end that "
    "process, then try again."
)


class TablesHeldError(RuntimeError):
    """Why the tables cannot be opened, in a sentence."""


def open_session() -> SparkSession:
    """Return the present session, or a new one with the tables of the project.

    Raises
    ------
    TablesHeldError
        Another process has the tables open.
    """
    os.environ.setdefault("SPARK_CONF_DIR", CONF_DIR)
    # For the executors; `spark.pyspark.python` overrides it.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        session.sql("show schemas").collect()
    except PySparkException as error:
        if any(DERBY_IS_OPEN in cause for cause in causes_of(error)):
            raise TablesHeldError(TABLES_HELD) from error
        raise
    return session


def causes_of(error: PySparkException) -> Iterator[str]:
    """Yield Java's messages of an error and its causes."""
    cause = getattr(error, "_origin", None)
    while cause is not None:
        yield cause.toString()
        cause = cause.getCause()


def close_session() -> None:
    """End Spark and Java, which releases the catalogue of tables."""
    context = SparkContext._active_spark_context
    if context is None:
        return
    gateway = context._gateway
    # Java may have ended already.
    with contextlib.suppress(*SPARK_ERRORS):
        context.stop()
        gateway.shutdown()
    # Java ends when its input is closed.
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=SECONDS_TO_END)

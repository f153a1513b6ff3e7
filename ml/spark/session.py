"""The Spark session of this process."""

import contextlib
import os
import sys
from collections.abc import Iterator

from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from ml.spark.log import SPARK_ERRORS

# The folder of the Spark settings for a build on one machine.
CONF_DIR = "spark"
SECONDS_TO_END = 60
# The results depend on these settings, and Spark needs them before dbt runs. Times stay
# as they are in the file. A value that cannot be computed or read becomes NULL.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "false",
}
# The error if two processes open Derby, which stores the catalogue of tables on a
# single machine.
DERBY_IS_OPEN = "Another instance of Derby may have already booted"
TABLES_HELD = (
    "Another process has the tables of Spark open, such as a spark-sql shell: end that "
    "process, then try again."
)


class TablesHeldError(RuntimeError):
    """The tables cannot be opened; the message is a sentence that says why."""


def open_session() -> SparkSession:
    """Return the present session, or a new one with the tables of the project.

    Raises
    ------
    TablesHeldError
        Another process has the tables open.
    """
    os.environ.setdefault("SPARK_CONF_DIR", CONF_DIR)
    # The executors use this Python unless `spark.pyspark.python` names another.
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
    """Yield the Java messages of an error and of its causes."""
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
    # The process of Java ends when its standard input is closed.
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=SECONDS_TO_END)

"""What Spark says: at length into a file, and why it stopped in one sentence."""

import os
import re
import sys
import traceback
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

# The last is that of a Java that has ended, such as for want of memory.
SPARK_ERRORS = (PySparkException, Py4JError, ConnectionError)
# What carried an error says nothing of it.
CARRIERS = re.compile(r"An error occurred while calling |\s+at |\s*$")
# Names of Java's classes before its sentences.
CLASSES = re.compile(r"^(: )?([\w$.]+(Exception|Error): )+")
LONGEST = 300


def keep_java_quiet() -> None:
    """Let Java write to spark.log what it tells the terminal; Python goes on there.

    The log lies beside that of dbt.
    """
    log = Path(os.environ.get("DBT_LOG_PATH", "logs"), "spark.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 2)


def describe(error: Exception) -> str:
    """Return what an error of Spark says first; all of it goes where Java writes.

    Parameters
    ----------
    error : Exception
        One of `SPARK_ERRORS`.
    """
    with open(2, "a", closefd=False) as log:
        traceback.print_exception(error, file=log)
    lines = (line for line in str(error).splitlines() if not CARRIERS.match(line))
    first = CLASSES.sub("", next(lines, "")).strip() or type(error).__name__
    if len(first) > LONGEST:
        first = f"{first[:LONGEST]}..."
    return f"Spark stopped: {first.rstrip('.')}. All of it is in logs/spark.log."

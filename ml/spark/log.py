"""Write the log of Spark to a file, and tell users in a sentence why Spark stopped."""

import os
import re
import sys
import traceback
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

# A ConnectionError occurs if Java has ended, for example for lack of memory.
SPARK_ERRORS = (PySparkException, Py4JError, ConnectionError)
# The lines of an error that do not name its cause.
CARRIERS = re.compile(r"An error occurred while calling |\s+at |\s*$")
# The names of Java classes before a message.
CLASSES = re.compile(r"^(: )?([\w$.]+(Exception|Error): )+")
LONGEST = 300


def keep_java_quiet() -> None:
    """Redirect the output of Java from the terminal to spark.log, beside dbt's log."""
    log = Path(os.environ.get("DBT_LOG_PATH", "logs"), "spark.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 2)


def describe_error(error: Exception) -> str:
    """Log one of the `SPARK_ERRORS`; return its first message as a sentence."""
    with open(2, "a", closefd=False) as log:
        traceback.print_exception(error, file=log)
    lines = (line for line in str(error).splitlines() if not CARRIERS.match(line))
    first = CLASSES.sub("", next(lines, "")).strip() or type(error).__name__
    if len(first) > LONGEST:
        first = f"{first[:LONGEST]}..."
    return f"Spark stopped: {first.rstrip('.')}. The whole error is in logs/spark.log."

"""If Spark fails, the user gets one sentence, and the log has all details."""

import pytest

pytest.importorskip("pyspark", reason="Spark is not installed: `make setup-spark`")

from py4j.protocol import Py4JError
from pyspark.errors import AnalysisException

from ml.spark.log import describe_error

JAVA = """An error occurred while calling o99.toArrow.
: org.apache.spark.SparkException: Job aborted due to stage failure: no space left.
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:1)
Caused by: java.io.IOException: No space left on device
"""


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Py4JError(JAVA), "Job aborted due to stage failure: no space left"),
        (
            AnalysisException("[A_CLASS] No table `a`.\n'Project"),
            "[A_CLASS] No table `a`",
        ),
        (ConnectionRefusedError(), "ConnectionRefusedError"),
        (Py4JError("a" * 400), f"{'a' * 300}"),
    ],
)
def test_the_first_thing_that_is_said(error, sentence, capfd):
    told = describe_error(error)
    assert told.startswith(f"Spark stopped: {sentence}. ")
    assert "logs/spark.log" in told
    assert str(error) in capfd.readouterr().err

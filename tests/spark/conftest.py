"""Fixtures for tests on Spark."""

import pytest

from ml.spark.requirements import MissingError, require_spark
from tests.pipeline.conftest import dataco, sample, sample_with_events

__all__ = ["dataco", "sample", "sample_with_events"]


@pytest.fixture(scope="session")
def spark_is_there():
    """Skip the test with the message that a user would get."""
    try:
        require_spark()
    except MissingError as missing:
        pytest.skip(str(missing))

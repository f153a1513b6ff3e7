"""Spark where it can run, and what DuckDB made of the same orders."""

import pytest

from ml.spark.requirements import MissingError, require_spark
from tests.pipeline.conftest import dataco, sample, sample_with_events

__all__ = ["dataco", "sample", "sample_with_events"]


@pytest.fixture(scope="session")
def spark_is_there():
    """Skip with the sentence that a user would read."""
    try:
        require_spark()
    except MissingError as missing:
        pytest.skip(str(missing))

"""A warehouse for tests that load files."""

import duckdb
import pytest


@pytest.fixture
def warehouse():
    """Return an empty warehouse."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema staging")
        yield connection

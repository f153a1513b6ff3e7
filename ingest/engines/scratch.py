"""An empty DuckDB database, for questions that need no warehouse."""

import functools

import duckdb


@functools.cache
def scratch() -> duckdb.DuckDBPyConnection:
    """Return the connection; each caller takes a `cursor()` of its own.

    It is made once: a new one takes ten times as long as most questions.
    """
    return duckdb.connect()

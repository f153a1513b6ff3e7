"""An empty DuckDB database, for queries that need no warehouse."""

import functools

import duckdb


@functools.cache
def scratch() -> duckdb.DuckDBPyConnection:
    """Return the only connection; each caller takes a `cursor()` of its own.

    A new connection would take ten times as long as most queries.
    """
    return duckdb.connect()

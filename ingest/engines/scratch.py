"""An empty DuckDB database, for queries that need no warehouse."""

import functools

import duckdb


@functools.cache
def scratch() -> duckdb.DuckDBPyConnection:
    """Return the shared connection; each caller opens its own `cursor()`.

    To open a new connection would take ten times as long as most queries.
    """
    return duckdb.connect()

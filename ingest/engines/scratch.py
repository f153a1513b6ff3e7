"""A database of nothing, for questions to DuckDB that need no warehouse.

To make one takes ten times as long as most of the questions do.
"""

import functools

import duckdb


@functools.cache
def scratch() -> duckdb.DuckDBPyConnection:
    """Return the connection to it; each who asks takes a `cursor()` of its own."""
    return duckdb.connect()

"""Load files as a build does, and look at what became of their lines."""

import duckdb
import pytest

from ingest.record import Place

PLACE = Place("memory", "staging")


@pytest.fixture
def warehouse():
    """Return a warehouse that holds nothing."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema staging")
        yield connection


def lines(warehouse):
    """Return file, line, order, sales and reasons of all lines, in their order."""
    return warehouse.execute(
        "select parse_filename(source_file), line_number, order_id, "
        "cast(sales_amount as double), reasons from staging.order_lines "
        "order by source_file, line_number"
    ).fetchall()

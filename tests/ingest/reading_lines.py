"""Read one line of values as a build does."""

import functools

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sql.lines import select_lines
from ingest.sql.values import raw

TEXT = dict.fromkeys(
    ("order_id", "customer_id", "ordered_at", "sales_amount", "quantity"), "VARCHAR"
)
GOOD = {
    "order_id": "o1",
    "customer_id": "c1",
    "ordered_at": "2024-01-01",
    "sales_amount": "5.50",
    "quantity": "2",
}


@functools.cache
def warehouse():
    """Return one connection for all tests."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    return connection


def read_line(values, types=TEXT, reason=None, look_for_null_bytes=False, **block):
    """Return the columns of the dataset for one line of values with these types."""
    # A NULL needs an explicit type.
    told = {
        name: f"cast(${name} as varchar)" if types[name] == "VARCHAR" else f"${name}"
        for name in values
    }
    columns = "".join(f", {sql} as {raw(name)}" for name, sql in told.items())
    warehouse().execute(
        "create or replace temp table line as select 'a.csv' as source_file, "
        f"2 as line_number, cast($reason as varchar) as line_reason{columns}",
        {"reason": reason, **values},
    )
    there = {name: types[name] for name in values}
    source = SourceBlock("mine", **block)
    query = select_lines("line", source, there, DuckDB(), look_for_null_bytes)
    found = warehouse().execute(query)
    names = [column[0] for column in found.description]
    return dict(zip(names, found.fetchone(), strict=True))

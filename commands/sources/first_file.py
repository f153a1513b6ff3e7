"""Get a local file of the orders, or a file with the first rows of a table."""

import functools
import tempfile
from pathlib import Path

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError
from ingest.files.find import find_files
from ingest.opening.sheets import drop_other_sheets, largest_first
from ingest.tables.table import Table, find_source_table, read_error

# From a table, at most so many rows are copied.
MAX_ROWS = 10_000


def first_file(orders: str, block: SourceBlock) -> str:
    """Return a local file of orders, or a copy of the first rows of a table.

    Parameters
    ----------
    orders : str
        A path, a pattern, a URL or the address of a table.
    block : SourceBlock
        The block may name a relation.

    Raises
    ------
    OrdersError
        The file or table does not exist, or the table has no rows.
    """
    table = find_source_table(orders, block)
    if table is None:
        paths, _ = drop_other_sheets(find_files(orders), block, orders)
        return largest_first(paths)[0]
    return first_rows(table)


@functools.cache
def first_rows(table: Table) -> str:
    """Return a Parquet file with the first rows, deleted when the process ends."""
    path = Path(private_folder().name, f"{id(table)}.parquet")
    connection = scratch().cursor()
    with table.opened(connection) as relation:
        try:
            ((rows,),) = connection.execute(
                f"copy (select * from {relation} limit {MAX_ROWS}) "
                f"to {DuckDB().literal(str(path))} (format parquet)"
            ).fetchall()
        except duckdb.Error as error:
            raise OrdersError(read_error(table, error)) from None
    if not rows:
        raise OrdersError(f"The table '{table.label}' has no rows.")
    return str(path)


@functools.cache
def private_folder() -> tempfile.TemporaryDirectory:
    """Return a folder that only this user can read, deleted when the process ends."""
    return tempfile.TemporaryDirectory(prefix="orders_")

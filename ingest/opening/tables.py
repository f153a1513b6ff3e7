"""Open a table: its columns, and how its rows are read."""

import hashlib
from dataclasses import replace

from ingest.blocks.expressions import simplify
from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.formats.columns import named_columns
from ingest.formats.parquet import leaf_columns
from ingest.opening.source_file import SourceFile, columns_of_values
from ingest.opening.table_rows import rows_of
from ingest.sql.lines import select_lines
from ingest.tables.table import Table, table_columns


def open_table(connection, table: Table, block: SourceBlock) -> SourceFile:
    """Open a table.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        A session that knows the relation of the block, without a transaction.

    Raises
    ------
    OrdersError
        It cannot be reached, does not exist, or lacks columns.
    """
    for word in ("carry_down", "items", "without_header"):
        if getattr(block, word):
            raise OrdersError(
                f"The source '{block.name}' has {word}, and the rows of "
                f"'{table.label}' have no order: say it in SQL, as relation "
                "(docs/sources.md)."
            )
    with table.opened(connection) as relation:
        values = leaf_columns(table_columns(connection, table, relation))
    places = named_columns(table.label, block, [*values], kind="table")
    file = SourceFile(
        source_file=table.label,
        format="table",
        **columns_of_values(values, places),
        table=table,
        snapshot=table.lake.snapshot if table.lake else "",
        version=find_version(table, block, [*values]),
    )
    # The query decides what a row becomes. The name of the table in it is fixed,
    # because an attached table has another name.
    rows = rows_of(file, table.relation or "there")
    query = select_lines(rows, block, file.types, DuckDB())
    return replace(file, sha256=hashlib.sha256(query.encode()).hexdigest())


def find_version(table: Table, block: SourceBlock, names: list[str]) -> str:
    """Return the column that tells whether a row has changed; empty for none."""
    if not block.updated_at:
        return ""
    for name in names:
        if simplify(name) == simplify(block.updated_at):
            return name
    raise OrdersError(
        f"The table '{table.label}' lacks the column {block.updated_at} that source "
        f"'{block.name}' names as updated_at. It has: {', '.join(names)}."
    )

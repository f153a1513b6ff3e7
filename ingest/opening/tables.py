"""Open a table: which column is which, and how its rows are read."""

import hashlib
from dataclasses import replace

from ingest.blocks.expressions import simplify
from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.formats.columns import named_columns
from ingest.formats.parquet import LeafColumn, leaf_columns
from ingest.opening.source_file import SourceFile
from ingest.opening.table_rows import rows_of
from ingest.sql.lines import select_lines
from ingest.tables.table import Table, table_columns

SQL = DuckDB()


def open_table(connection, table: Table, block: SourceBlock) -> SourceFile:
    """Open a table as it is to be read.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        A session that knows the relation of the block, without a transaction.
    table : Table
    block : SourceBlock

    Raises
    ------
    OrdersError
        It cannot be reached, is not there, or lacks columns.
    """
    reject_settings_of_files(table, block)
    with table.opened(connection) as relation:
        columns = table_columns(connection, table, relation)
    values: dict[str, LeafColumn] = {}
    for name, type_ in columns:
        values |= leaf_columns(name, SQL.name(name), type_)
    names = [*values]
    places = named_columns(table.shown, block, names, kind="table")
    file = SourceFile(
        source_file=table.shown,
        format="table",
        names=names,
        columns={column: names[place] for column, place in places.items()},
        types={column: values[names[place]].type for column, place in places.items()},
        values=values,
        width=len(names),
        table=table,
        snapshot=table.lake.snapshot if table.lake else "",
        version=find_version(table, block, names),
        records=0,
        lines=0,
        bytes=0,
        sha256="",
    )
    return replace(file, sha256=hash_of_query(file, block))


def reject_settings_of_files(table: Table, block: SourceBlock) -> None:
    """Raise OrdersError where a block says what only lines of a file can mean."""
    for word in ("carry_down", "items", "without_header"):
        if getattr(block, word):
            raise OrdersError(
                f"The source '{block.name}' has {word}, and the rows of "
                f"'{table.shown}' have no order: say it in SQL, as relation "
                "(docs/sources.md)."
            )


def find_version(table: Table, block: SourceBlock, names: list[str]) -> str:
    """Return the column that tells whether a row has changed; empty for none.

    Raises
    ------
    OrdersError
        The block names one that the table does not have.
    """
    if not block.updated_at:
        return ""
    for name in names:
        if simplify(name) == simplify(block.updated_at):
            return name
    raise OrdersError(
        f"The table '{table.shown}' lacks the column {block.updated_at} that source "
        f"'{block.name}' names as updated_at. It has: {', '.join(names)}."
    )


def hash_of_query(file: SourceFile, block: SourceBlock) -> str:
    """Return the hash of all that decides what a row of a table becomes."""
    # Under the name of a table, whatever it is called while it is attached.
    rows = rows_of(file, file.table.relation or "there")
    query = select_lines(rows, block, file.types, SQL)
    return hashlib.sha256(query.encode()).hexdigest()

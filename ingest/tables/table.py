"""A table that holds lines: where it is, and how a query names it meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.tables.address import Address, find_address
from ingest.tables.databases import attached, find_table
from ingest.tables.extensions import load_extension
from ingest.tables.lakes import LakeTable, find_lake_table

SQL = DuckDB()


@dataclass(frozen=True)
class Table:
    """A table, or a query, that lines are read from.

    Attributes
    ----------
    shown : str
        What the user calls it. It stands as `source_file` beside each line.
    dataset : str
        `orders` or `events`.
    address : Address or None
        Of the database; None for one that the session has.
    lake : LakeTable or None
        The snapshot of a Delta or Iceberg table.
    relation : str
        Name of a table or query of the block; empty where the address names it.
    """

    shown: str
    dataset: str
    address: Address | None = None
    relation: str = ""
    lake: LakeTable | None = None

    @contextmanager
    def opened(self, connection) -> Iterator[str]:
        """Make the table readable in a session; yield what stands behind `from`.

        Parameters
        ----------
        connection : duckdb.DuckDBPyConnection
            Without a transaction.

        Raises
        ------
        OrdersError
            The database or the table cannot be reached.
        """
        if self.lake:
            load_extension(connection, self.lake.extension)
            yield self.lake.relation
            return
        if self.address is None:
            yield self.relation
            return
        with attached(connection, self.address, self.dataset) as alias:
            if self.relation:
                with default_database(connection, alias):
                    yield self.relation
            elif self.address.kind == "sqlite":
                with all_as_text(connection):
                    yield find_table(connection, self.address, alias)
            else:
                yield find_table(connection, self.address, alias)


def find_source_table(path: str, block: SourceBlock, *, is_here=True) -> Table | None:
    """Return the table that a path or a block means; None where it is files.

    Parameters
    ----------
    path : str
    block : SourceBlock
    is_here : bool
        Whether this machine reads the path: else nobody asks what is in a folder.

    Raises
    ------
    OrdersError
        The block names a table, and the path a file.
    """
    address = find_address(path) if path else None
    is_asked = path and is_here and not (address or block.relation)
    lake = find_lake_table(path) if is_asked else None
    if lake:
        return Table(path, block.dataset.name, lake=lake)
    if path and address is None:
        if block.relation:
            raise OrdersError(
                f"The source '{block.name}' reads the relation "
                f"{relation_name(block)}, and '{path}' is no database: leave "
                "the path out, name a database, or take a source without relation."
            )
        return None
    if block.relation and address and address.table:
        raise OrdersError(
            f"The source '{block.name}' reads the relation "
            f"{relation_name(block)}, and the address '{address.shown}' names "
            "a table, too: leave one of them out."
        )
    if address is None and not block.relation:
        return None
    shown = address.shown if address else relation_name(block)
    return Table(shown, block.dataset.name, address, block.relation)


def relation_name(block: SourceBlock) -> str:
    """Return how a relation of a block is called: a query by the block's name."""
    is_query = block.relation.startswith("(")
    return f"relation of {block.name}" if is_query else block.relation


@contextmanager
def default_database(connection, alias: str) -> Iterator[None]:
    """Let names without a database mean those of an attached one."""
    ((database, schema),) = connection.execute(
        "select current_database(), current_schema()"
    ).fetchall()
    connection.execute(f"use {SQL.name(alias)}")
    try:
        yield
    finally:
        connection.execute(f"use {SQL.name(database)}.{SQL.name(schema)}")


@contextmanager
def all_as_text(connection) -> Iterator[None]:
    """Read values of SQLite as texts.

    A column of SQLite may hold values of any type, and one of another type than the
    column was declared as would stop the whole table: as texts, each is judged.
    """
    connection.execute("set sqlite_all_varchar = true")
    try:
        yield
    finally:
        connection.execute("reset sqlite_all_varchar")


def table_columns(connection, table: Table, relation: str) -> list[tuple]:
    """Return names and types of the columns of a table.

    Raises
    ------
    OrdersError
        It is not there, or its query cannot be used.
    """
    try:
        rows = connection.sql(f"select * from {relation}")
        return [*zip(rows.columns, rows.types, strict=True)]
    except duckdb.Error as error:
        raise OrdersError(read_error(table, error)) from None


def read_error(table: Table, error: duckdb.Error) -> str:
    """Return why a table cannot be read, in one line."""
    said = str(error).splitlines()[0].rstrip(".")
    return (
        f"'{table.shown}' cannot be read: {said}. Nothing was changed: build again "
        "once it can be."
    )

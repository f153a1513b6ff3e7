"""Find the table of a path or a block, and make it readable in a session."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import SQL
from ingest.errors import OrdersError
from ingest.tables.address import Address, find_address
from ingest.tables.databases import attached, find_table
from ingest.tables.extensions import load_extension
from ingest.tables.lakes import LakeTable, find_lake_table


@dataclass(frozen=True)
class Table:
    """A table or a query with lines.

    Attributes
    ----------
    label : str
        The name that the user sees, which is the `source_file` of its lines.
    dataset : str
        `orders` or `events`.
    address : Address or None
        The address of the database; None if the session already has the table.
    relation : str
        The block's table or query; empty if the address names the table.
    lake : LakeTable or None
        The snapshot of a Delta or Iceberg table.
    """

    label: str
    dataset: str
    address: Address | None = None
    relation: str = ""
    lake: LakeTable | None = None

    @contextmanager
    def opened(self, connection) -> Iterator[str]:
        """Make the table readable in a session; yield its SQL for a `from` clause.

        The connection must not be within a transaction.
        """
        if self.lake:
            load_extension(connection, self.lake.format.lower())
            yield self.lake.relation
            return
        if self.address is None:
            yield self.relation
            return
        with attached(connection, self.address, self.dataset) as alias:
            if self.relation:
                with default_database(connection, alias):
                    yield self.relation
                return
            is_sqlite = self.address.kind == "sqlite"
            with all_as_text(connection) if is_sqlite else nullcontext():
                yield find_table(connection, self.address, alias)


def find_source_table(path: str, block: SourceBlock, *, is_local=True) -> Table | None:
    """Return the table that a path or a block names; None if the path names files.

    Only a path that `is_local` is searched for a lakehouse table. Raises OrdersError if
    the block names a table, and the path names a file or another table.
    """
    address = find_address(path) if path else None
    may_be_lake = path and is_local and not (address or block.relation)
    lake = find_lake_table(path) if may_be_lake else None
    if lake:
        return Table(path, block.dataset.name, lake=lake)
    # The label of a query is the name of its block.
    is_query = block.relation.startswith("(")
    name = f"relation of {block.name}" if is_query else block.relation
    if path and address is None:
        if block.relation:
            raise OrdersError(
                f"The source '{block.name}' reads the relation {name}, and '{path}' is "
                "no database: leave the path out, name a database, or take a source "
                "without relation."
            )
        return None
    if block.relation and address and address.table:
        raise OrdersError(
            f"The source '{block.name}' reads the relation {name}, and the address "
            f"'{address.label}' names a table, too: leave one of them out."
        )
    if address is None and not block.relation:
        return None
    label = address.label if address else name
    return Table(label, block.dataset.name, address, block.relation)


@contextmanager
def default_database(connection, alias: str) -> Iterator[None]:
    """Make an attached database the default for table names without a database."""
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
    """Read all values of SQLite as text.

    A column of SQLite may have values of any type. If values are read as text, each
    value is checked separately. Otherwise, one value of another type would make the
    whole query fail.
    """
    connection.execute("set sqlite_all_varchar = true")
    try:
        yield
    finally:
        connection.execute("reset sqlite_all_varchar")


def table_columns(connection, table: Table, relation: str) -> list[tuple]:
    """Return the names and types of the columns of a table."""
    try:
        rows = connection.sql(f"select * from {relation}")
        return [*zip(rows.columns, rows.types, strict=True)]
    except duckdb.Error as error:
        raise OrdersError(read_error(table, error)) from None


def read_error(table: Table, error: duckdb.Error) -> str:
    """Return why a table cannot be read, in one line."""
    reason = str(error).splitlines()[0].rstrip(".")
    return (
        f"'{table.label}' cannot be read: {reason}. Nothing was changed: build again "
        "once it can be."
    )

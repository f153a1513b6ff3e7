"""A table of order lines in each kind of database, and changes of its rows."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from ingest.errors import OrdersError
from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from ingest.tables.extensions import load_extension
from tests.bi.postgres_server import query

BLOCK = """
columns:
  order_line_id: line_id
  order_id: order_no
  customer_id: customer
  ordered_at: bought_at
  sales_amount: amount
  category: category
"""
CREATE = (
    "create table sold (line_id integer, order_no varchar(20), customer varchar(20), "
    "bought_at timestamp, amount decimal(12, 2), category varchar(20), "
    "updated_at timestamp)"
)
# (id, order, customer, day, amount, category, updated), all as text.
ROWS = [
    (
        number,
        f"o{number // 2}",
        f"c{number % 7}",
        f"2024-{number % 12 + 1:02}-{number % 28 + 1:02} 10:00:00",
        f"{number * 37 % 1000 / 10:.2f}",
        None if number % 5 == 0 else f"Größe {number % 3}",
        f"2025-01-01 00:{number // 60 % 60:02}:{number % 60:02}",
    )
    for number in range(400)
]


def insert(rows) -> str:
    """Return the SQL that adds rows, which every database understands."""
    values = ", ".join(
        "(" + ", ".join("null" if one is None else f"'{one}'" for one in row) + ")"
        for row in rows
    )
    return f"insert into sold values {values}"


@dataclass
class Database:
    """A database with a table `sold`: its address and a function that runs SQL."""

    address: str
    run: object


def duckdb_file(path: Path) -> Database:
    """Return a file of DuckDB."""

    def run(*statements):
        with duckdb.connect(str(path)) as connection:
            for sql in statements:
                connection.execute(sql)

    return Database(str(path), run)


def sqlite_file(path: Path) -> Database:
    """Return a file of SQLite."""
    pytest.importorskip("duckdb_extension_sqlite_scanner")

    def run(*statements):
        connection = sqlite3.connect(path)
        for sql in statements:
            connection.execute(sql)
        connection.commit()
        connection.close()

    return Database(str(path), run)


def ducklake_folder(path: Path) -> Database:
    """Return a DuckLake with its catalog in a file."""
    pytest.importorskip("duckdb_extension_ducklake")

    def run(*statements):
        with duckdb.connect() as connection:
            load_extension(connection, "ducklake")
            connection.execute(f"attach 'ducklake:{path}' as lake")
            connection.execute("use lake")
            for sql in statements:
                connection.execute(sql)

    return Database(f"ducklake:{path}", run)


def postgres_database(address: str) -> Database:
    """Return a database on a server."""
    pytest.importorskip("duckdb_extension_postgres_scanner")

    def run(*statements):
        for sql in statements:
            query(address, sql)

    return Database(f"{address}&table=public.sold", run)


class Orders:
    """Orders of one database, loaded into a warehouse in memory."""

    def __init__(self, database: Database, folder: Path):
        self.database, self.folder = database, folder
        self.connection = duckdb.connect()
        self.connection.execute("create schema staging")

    def load(self) -> list[str]:
        """Load new rows; return the messages."""
        request = Request("orders", "shop", self.database.address, str(self.folder))
        return load_orders(self.connection, Destination("memory", "staging"), request)

    def refusal(self) -> str:
        """Load; return the message of the refusal, and check that no line changed."""
        before = self.held()
        with pytest.raises(OrdersError) as caught:
            self.load()
        assert self.held() == before
        return str(caught.value)

    def held(self) -> list[tuple]:
        """Return all columns of each stored line except its number."""
        try:
            return self.connection.execute(
                "select * exclude (line_number, row_version) "
                "from staging.order_lines order by all"
            ).fetchall()
        except duckdb.CatalogException:
            return []

    def read_anew(self) -> list[tuple]:
        """Return the lines that an empty warehouse reads from the table."""
        other = Orders(self.database, self.folder)
        other.load()
        return other.held()

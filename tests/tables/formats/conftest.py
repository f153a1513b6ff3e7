"""Fixtures with a server, a block and a warehouse for orders in tables."""

import duckdb
import pytest

from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from tests.tables.formats.lines import BLOCK
from tests.tables.formats.writing import SHAPES

# The packages that read tables can also write them.
WRITERS = {
    "delta": ("deltalake", "duckdb_extension_delta"),
    "iceberg": ("pyiceberg", "duckdb_extension_iceberg"),
    "ducklake": ("duckdb_extension_ducklake",),
    "postgres": ("duckdb_extension_postgres_scanner",),
    "sqlite": ("duckdb_extension_sqlite_scanner",),
    "xlsx": ("openpyxl", "python_calamine"),
}


@pytest.fixture
def make_shape(request, tmp_path):
    """Return a function that makes order lines in a named format."""

    def make(name, folder=None):
        for package in WRITERS.get(name, ()):
            pytest.importorskip(package, reason="make setup-tables")
        folder = folder or tmp_path / f"{name}_{tmp_path.name}"
        if name == "postgres":
            return SHAPES[name](folder, request.getfixturevalue("server"))
        return SHAPES[name](folder)

    return make


class Shop:
    """A warehouse in memory, and a block that reads its lines."""

    def __init__(self, folder):
        """Write the block `mine`."""
        self.blocks = folder / "blocks"
        self.blocks.mkdir()
        self.say()
        self.connection = duckdb.connect()
        self.connection.execute("create schema staging")

    def say(self, more=""):
        """Add settings to the block."""
        (self.blocks / "mine.yml").write_text(BLOCK.format(more=more))

    def request(self, address) -> Request:
        """Return the request that opens the table."""
        return Request("orders", "mine", str(address), str(self.blocks))

    def load(self, address) -> list[str]:
        """Load lines; return the messages."""
        return load_orders(
            self.connection, Destination("memory", "staging"), self.request(address)
        )

    def query(self, sql):
        """Return the rows of a query."""
        return self.connection.execute(sql).fetchall()

    def lines(self):
        """Return the columns of the lines without their file and line number."""
        return self.query(
            "select * exclude (source_file, line_number, row_version) "
            "from staging.order_lines order by all"
        )


@pytest.fixture
def shop(tmp_path):
    """Return a shop without lines."""
    made = Shop(tmp_path)
    yield made
    made.connection.close()

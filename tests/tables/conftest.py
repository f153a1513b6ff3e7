"""Fixtures with orders in a table of each kind of database."""

import pytest

from tests.bi.postgres_server import INITDB, query, serve_postgres
from tests.tables import databases
from tests.tables.databases import BLOCK, CREATE, ROWS, Database, Orders, insert
from tests.tables.mysql_server import PASSWORD, SERVER, serve_mysql

SERVERS = ["postgres", "mysql"]
FILES = {
    "duckdb": databases.duckdb_file,
    "sqlite": databases.sqlite_file,
    "ducklake": databases.ducklake_folder,
}


@pytest.fixture(scope="session")
def server():
    """Return the address of a PostgreSQL server."""
    if INITDB is None:
        pytest.skip("PostgreSQL is not installed.")
    with serve_postgres() as address:
        yield address


@pytest.fixture
def postgres(server):
    """Return a PostgreSQL database without the table `sold`."""
    query(server, "drop table if exists sold, other cascade")
    return databases.postgres_database(server)


@pytest.fixture(scope="session")
def mysql_server():
    """Return the address of a MariaDB server and a function that runs SQL on it."""
    pytest.importorskip("duckdb_extension_mysql_scanner")
    if SERVER is None:
        pytest.skip("MariaDB is not installed.")
    with serve_mysql() as server:
        yield server


@pytest.fixture
def mysql(mysql_server, monkeypatch):
    """Return a MariaDB database without the table `sold`."""
    address, run = mysql_server
    monkeypatch.setenv("ORDERS_PASSWORD", PASSWORD)
    run("drop table if exists sold, other")
    return Database(f"{address}?table=sold", run)


@pytest.fixture
def blocks(tmp_path):
    """Return a function that writes a block for the orders and returns its folder."""
    folder = tmp_path / "blocks"
    folder.mkdir()

    def write(settings=""):
        (folder / "shop.yml").write_text(BLOCK + settings)
        return folder

    return write


@pytest.fixture(params=[*FILES, *SERVERS])
def kind(request):
    """Return each kind of database."""
    return request.param


@pytest.fixture
def database(kind, request, tmp_path):
    """Return a database with the rows in its table."""
    if kind in SERVERS:
        made = request.getfixturevalue(kind)
    else:
        made = FILES[kind](tmp_path / f"shop.{kind}")
    made.run(CREATE, insert(ROWS))
    return made


@pytest.fixture
def orders(database, blocks):
    """Return orders of the database with a column `updated_at`."""
    return Orders(database, blocks("updated_at: updated_at"))

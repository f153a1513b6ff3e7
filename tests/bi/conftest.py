"""A warehouse, where its marts are published, and a PostgreSQL server."""

import psycopg
import pytest

from tests.bi.marts_warehouse import make_warehouse
from tests.bi.postgres_server import INITDB, serve_postgres


@pytest.fixture
def places(tmp_path):
    warehouse = tmp_path / "it's a warehouse.duckdb"
    make_warehouse(warehouse, 3)
    return (
        warehouse,
        tmp_path / "out" / "analytics.duckdb",
        tmp_path / "out" / "exports",
    )


@pytest.fixture(scope="session")
def server():
    """Return the address of a PostgreSQL server."""
    if not INITDB:
        pytest.skip("PostgreSQL is missing (on Debian: apt install postgresql)")
    with serve_postgres() as address:
        yield address


@pytest.fixture
def address(server):
    """Return the address of the server after everything is gone from it."""
    yield server
    with psycopg.connect(server) as connection:
        connection.execute("drop schema if exists marts, reports cascade")

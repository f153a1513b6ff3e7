"""A warehouse, where its marts are published, and a PostgreSQL server."""

import duckdb
import psycopg
import pytest

from bi.paths import OtherPlaces
from bi.publish import publish
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


@pytest.fixture
def empty_server(server):
    """Return the address of the server, whose schema `public` is emptied at last."""
    yield server
    with psycopg.connect(server) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")


@pytest.fixture
def catalog(request, tmp_path):
    """Return the address of a DuckLake catalog that is not there yet."""
    kind = getattr(request, "param", "file")
    (tmp_path / "lake").mkdir()
    files = tmp_path / "lake" / "it's files"
    if kind == "file":
        return f"{tmp_path}/lake/it's a.ducklake"
    if kind == "sqlite":
        return f"ducklake:sqlite:{tmp_path}/lake/a.sqlite?data_path={files}"
    return f"{request.getfixturevalue('empty_server')}&data_path={files}"


@pytest.fixture
def publish_to_lake(catalog, tmp_path):
    """Return a function that publishes marts of so many rows, here and in a lake."""

    def publish_to_lake(rows, run_id="r1", address=catalog):
        make_warehouse(tmp_path / "warehouse.duckdb", rows, run_id)
        again(address=address)

    def again(sql="", address=catalog):
        with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
            connection.execute(sql)
        publish(
            tmp_path / "warehouse.duckdb",
            tmp_path / "analytics.duckdb",
            tmp_path / "exports",
            OtherPlaces(ducklake=address),
        )

    publish_to_lake.again = again
    return publish_to_lake

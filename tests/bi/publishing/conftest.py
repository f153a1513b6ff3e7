"""Warehouses, published files and servers for tests of publishing."""

import duckdb
import psycopg
import pytest

from bi.publish import publish
from tests.bi.postgres_server import INITDB, serve_postgres
from tests.bi.publishing.marts_warehouse import make_warehouse


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
    """Return the address of the server after its tables are dropped."""
    yield server
    with psycopg.connect(server) as connection:
        connection.execute("drop schema if exists marts, reports cascade")


@pytest.fixture
def empty_server(server):
    """Return the address of the server, and empty its schema `public` at the end."""
    yield server
    with psycopg.connect(server) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")


@pytest.fixture
def catalog(request, tmp_path):
    """Return the address of a DuckLake catalog that does not exist yet."""
    kind = getattr(request, "param", "file")
    (tmp_path / "lake").mkdir()
    files = tmp_path / "lake" / "it's files"
    if kind == "file":
        return f"{tmp_path}/lake/it's a.ducklake"
    if kind == "sqlite":
        return f"ducklake:sqlite:{tmp_path}/lake/a.sqlite?data_path={files}"
    return f"{request.getfixturevalue('empty_server')}&data_path={files}"


@pytest.fixture
def publish_to(tmp_path):
    """Return a function that publishes marts with this many rows."""

    def publish_to(rows=None, sql="", run_id="r1", **elsewhere):
        warehouse = tmp_path / "warehouse.duckdb"
        if rows is not None:
            make_warehouse(warehouse, rows, run_id)
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute(sql)
        publish(
            warehouse,
            tmp_path / "analytics.duckdb",
            tmp_path / "exports",
            elsewhere,
        )

    return publish_to


@pytest.fixture
def publish_to_lake(catalog, publish_to):
    """Return a function that publishes marts with this many rows, also to DuckLake."""

    def publish_rows(rows, run_id="r1", address=catalog):
        publish_to(rows, run_id=run_id, ducklake=address)

    def again(sql=""):
        publish_to(sql=sql, ducklake=catalog)

    publish_rows.again = again
    return publish_rows


@pytest.fixture
def iceberg(tmp_path, monkeypatch):
    """Yield an Iceberg catalog whose credentials are in the environment."""
    from tests.bi.publishing.iceberg.iceberg_catalog import TOKEN, serve_iceberg

    monkeypatch.setenv("ICEBERG_TOKEN", TOKEN)
    with serve_iceberg(tmp_path / "lake") as catalog:
        yield catalog


@pytest.fixture
def publish_to_iceberg(iceberg, publish_to):
    """Return a function that publishes marts with this many rows, also to Iceberg."""

    def publish_rows(rows, address=iceberg.address):
        publish_to(rows, iceberg=address and f"{address}?warehouse=shop")

    def again(sql=""):
        publish_to(sql=sql, iceberg=iceberg.address)

    publish_rows.again = again
    return publish_rows

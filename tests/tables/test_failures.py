"""An unreadable table gives one sentence; lines stay and secrets are hidden."""

import os
import re
import sqlite3
import threading
import time

import duckdb
import pytest

from ingest.errors import OrdersError
from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from ingest.tables import extensions
from tests.bi.postgres_server import INITDB, query, serve_postgres
from tests.tables import databases
from tests.tables.databases import CREATE, ROWS, Database, Orders, insert

SECRET = "h@rd/to?guess"


@pytest.fixture
def filled(postgres):
    """Return a database of PostgreSQL with the rows in its table."""
    postgres.run(CREATE, insert(ROWS))
    return postgres


@pytest.fixture(scope="module")
def locked():
    """Return the address of a server that requires a password."""
    if INITDB is None:
        pytest.skip("PostgreSQL is not installed.")
    pytest.importorskip("duckdb_extension_postgres_scanner")
    with serve_postgres(asks_for_password=True) as owner:
        query(owner, CREATE)
        query(owner, insert(ROWS))
        query(owner, f"create role reader login password '{SECRET}'")
        query(owner, "grant select on sold to reader")
        yield owner.replace("owner@", "reader@") + "&table=sold"


def logged(orders) -> str:
    """Return all secrets and tables of a DuckDB session as text."""
    tables = orders.connection.execute("from duckdb_secrets()").fetchall()
    files = orders.connection.execute("from staging.order_files").fetchall()
    return f"{tables}{files}"


def test_a_password_is_used_and_not_kept(locked, blocks, monkeypatch):
    monkeypatch.setenv("ORDERS_PASSWORD", SECRET)
    orders = Orders(Database(locked, None), blocks())
    orders.load()
    assert len(orders.held()) == len(ROWS)
    assert SECRET not in logged(orders)


def test_the_catalog_of_a_ducklake_may_be_on_a_server(
    locked, blocks, monkeypatch, tmp_path
):
    pytest.importorskip("duckdb_extension_ducklake")
    owner = locked.replace("reader@", "owner@").partition("&table")[0]
    query(owner, "grant all on database postgres to reader")
    query(owner, "grant all on schema public to reader")
    with duckdb.connect() as connection:
        for one in ("postgres_scanner", "ducklake"):
            extensions.load_extension(connection, one)
        connection.execute(
            f"create temporary secret s (type postgres, password '{SECRET}'); "
            f"attach 'ducklake:postgres:host={owner.partition('host=')[2]} "
            f"dbname=postgres user=reader' as lake (data_path '{tmp_path}', "
            f"meta_secret s); use lake; {CREATE}; {insert(ROWS)}"
        )
    monkeypatch.setenv("ORDERS_PASSWORD", SECRET)
    address = f"ducklake:{locked.partition('&table')[0]}&table=main.sold"
    orders = Orders(Database(address, None), blocks("updated_at: updated_at"))
    orders.load()
    assert len(orders.held()) == len(ROWS) and orders.load() == []
    monkeypatch.setenv("ORDERS_PASSWORD", "wrong")
    assert "ORDERS_PASSWORD or PGPASSWORD" in orders.refusal()


def test_the_servers_own_variable_may_hold_the_password(locked, blocks, monkeypatch):
    monkeypatch.delenv("ORDERS_PASSWORD", raising=False)
    monkeypatch.setenv("PGPASSWORD", SECRET)
    orders = Orders(Database(locked, None), blocks())
    orders.load()
    assert len(orders.held()) == len(ROWS)


@pytest.mark.parametrize("given", ["wrong'password", ""])
def test_a_wrong_password_changes_nothing(locked, blocks, monkeypatch, given):
    monkeypatch.setenv("ORDERS_PASSWORD", SECRET)
    monkeypatch.delenv("PGPASSWORD", raising=False)
    orders = Orders(Database(locked, None), blocks())
    orders.load()
    monkeypatch.setenv("ORDERS_PASSWORD", given)
    said = orders.refusal()
    assert "password" in said and "ORDERS_PASSWORD or PGPASSWORD" in said
    assert "\n" not in said and "wrong'password" not in said
    assert orders.connection.execute("from duckdb_secrets()").fetchall() == []


def test_an_error_names_an_unreachable_server(blocks):
    pytest.importorskip("duckdb_extension_postgres_scanner")
    address = "postgresql://me@127.0.0.1:1/shop?table=sold"
    said = Orders(Database(address, None), blocks()).refusal()
    assert said.startswith(f"'{address}' cannot be read")
    assert "Connection refused" in said and "\n" not in said


def test_a_connection_that_drops_changes_nothing(filled, blocks):
    orders = Orders(filled, blocks())
    orders.load()
    # The server closes every connection while rows are read.
    filled.run(
        "create view cut as select l.*, (select count(*) from pg_stat_activity "
        "where pid <> pg_backend_pid() and l.line_id = 200 "
        "and pg_terminate_backend(pg_backend_pid())) as cut from sold l",
        insert([(5000, *ROWS[1][1:])]),
    )
    block = orders.folder / "shop.yml"
    block.write_text(block.read_text().replace("category: category", "category: cut"))
    filled.address = filled.address.replace("public.sold", "public.cut")
    said = orders.refusal()
    assert "cannot be read" in said and "\n" not in said
    assert orders.connection.execute("show databases").fetchall() == [("memory",)]


def test_a_table_is_read_in_one_state_while_it_changes(filled, blocks):
    """A writer moves amounts between two rows; every read must give the same sum."""
    orders = Orders(filled, blocks("updated_at: updated_at"))
    filled.run("update sold set amount = 500 where line_id in (1, 399)")
    total = query(filled.address.partition("&table")[0], "select sum(amount) from sold")
    done = threading.Event()

    def write():
        while not done.is_set():
            filled.run(
                "update sold set updated_at = clock_timestamp(), amount = amount "
                "+ case line_id when 1 then 1 else -1 end where line_id in (1, 399)"
            )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sums = set()
        for _ in range(8):
            orders.load()
            sums |= {
                *orders.connection.execute(
                    "select sum(sales_amount) from staging.order_lines"
                ).fetchall()
            }
            time.sleep(0.02)
    finally:
        done.set()
        writer.join()
    assert sums == {*total}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("alter table sold drop column amount", "lacks columns.*sales_amount"),
        ("drop table sold", "has no such table|has no tables"),
        ("delete from sold", "has no rows"),
    ],
)
def test_a_table_without_its_columns_changes_nothing(orders, change, said):
    orders.load()
    orders.database.address += (
        "" if "table=" in orders.database.address else "?table=sold"
    )
    orders.load()
    orders.database.run(change)
    refusal = orders.refusal()
    assert re.search(said, refusal) and "\n" not in refusal


def test_an_error_names_a_missing_updated_at(database, blocks):
    said = Orders(database, blocks("updated_at: changed_on")).refusal()
    assert "lacks the column changed_on" in said and "It has: line_id" in said


def test_an_error_lists_the_tables_where_the_address_names_none(orders):
    orders.database.run("create table other (id integer)")
    orders.database.address = re.split("[?&]table=", orders.database.address)[0]
    said = orders.refusal()
    assert "?table=<name>" in said and "sold" in said and "other" in said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("relation: drop table sold", "cannot be used"),
        ("relation: sold; drop table sold", "more than one statement"),
        ("relation: nowhere.sql", "cannot be read"),
        ("relation: [lines]", "needs the name of a table"),
        ("relation: select * from sold) as x, (select 1", "cannot be used"),
    ],
)
def test_a_relation_is_one_query_and_nothing_else(settings, said, tmp_path, blocks):
    database = databases.duckdb_file(tmp_path / "shop.duckdb")
    database.run(CREATE, insert(ROWS))
    refusal = Orders(database, blocks(settings)).refusal()
    assert said in refusal and "shop.yml" in refusal


def test_a_query_that_fails_is_refused(tmp_path, blocks):
    database = databases.duckdb_file(tmp_path / "shop.duckdb")
    database.run(CREATE, insert(ROWS))
    said = Orders(database, blocks("relation: select * from nowhere")).refusal()
    assert "nowhere" in said and "cannot be read" in said


def test_a_path_and_a_relation_exclude_each_other(tmp_path, blocks):
    path = tmp_path / "orders.csv"
    path.write_text("line_id,order_no,customer,bought_at,amount\n1,1,1,2024-01-01,1\n")
    said = Orders(Database(str(path), None), blocks("relation: sold")).refusal()
    assert "is no database" in said


def test_a_wrong_value_of_sqlite_rejects_its_row_only(tmp_path, blocks):
    """A column of SQLite can have values of any type."""
    database = databases.sqlite_file(tmp_path / "shop.db")
    database.run(CREATE, insert(ROWS))
    connection = sqlite3.connect(database.address)
    connection.execute(
        "update sold set amount = 'much', bought_at = 7 where line_id = 3"
    )
    connection.commit()
    connection.close()
    orders = Orders(database, blocks())
    orders.load()
    found = {row[1]: row[-2] for row in orders.held()}
    assert found.pop("3") == ["ordered_at_unreadable", "sales_amount_unreadable"]
    assert {*map(str, found.values())} == {"None"}


def test_an_error_names_a_missing_extension_and_its_command(blocks, monkeypatch):
    monkeypatch.setattr(extensions, "find_packed", lambda name: None)
    monkeypatch.setenv("HOME", "/nonexistent")
    address = "mysql://me@127.0.0.1:1/shop?table=sold"
    said = Orders(Database(address, None), blocks()).refusal()
    assert "mysql_scanner" in said and ("pip install" in said or "loaded" in said)


def test_the_warehouse_itself_may_hold_the_table(tmp_path, blocks):
    path = tmp_path / "warehouse.duckdb"
    database = databases.duckdb_file(path)
    database.run(CREATE, insert(ROWS), "create schema staging")
    request = Request("orders", "shop", f"{path}?table=sold", str(blocks()))
    with duckdb.connect(str(path)) as connection:
        load_orders(connection, Destination("warehouse", "staging"), request)
        held = connection.execute("select count(*) from staging.order_lines")
        assert held.fetchall() == [(len(ROWS),)]


def test_a_database_of_the_session_may_hold_the_table(tmp_path, blocks):
    """profiles.yml can attach such a database."""
    database = databases.duckdb_file(tmp_path / "shop.duckdb")
    database.run(CREATE, insert(ROWS), "create schema staging")
    folder = blocks("relation: shop.main.sold\nupdated_at: updated_at")
    place, request = (
        Destination("memory", "staging"),
        Request("orders", "shop", "", str(folder)),
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"create schema staging; attach '{database.address}' as shop"
        )
        load_orders(connection, place, request)
        connection.execute("update shop.sold set updated_at = now() where line_id < 2")
        # A later build reads the same table without an address.
        (said,) = load_orders(connection, place, Request("orders", "", "", str(folder)))
        assert said.startswith("'shop.main.sold': 2 of 400 rows")


def test_a_locked_database_is_refused_with_a_hint(tmp_path, blocks):
    database = databases.duckdb_file(tmp_path / "shop.duckdb")
    database.run(CREATE, insert(ROWS))
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        connection = duckdb.connect(database.address)
        os.write(writer, b"x")
        time.sleep(60)
        os._exit(0 if connection else 1)
    try:
        os.read(reader, 1)
        said = Orders(database, blocks()).refusal()
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert "Is another program writing to it?" in said and "\n" not in said


def test_spark_refuses_tables(tmp_path, blocks):
    spark = pytest.importorskip("ingest.spark.open_lines", reason="Spark is missing.")
    database = databases.duckdb_file(tmp_path / "shop.duckdb")
    database.run(CREATE, insert(ROWS))
    request = Request("orders", "shop", database.address, str(blocks()))
    with pytest.raises(OrdersError, match="Spark reads only files: build on DuckDB"):
        spark.open_lines(None, request)

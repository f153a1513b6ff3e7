"""Publishing to a real PostgreSQL server with readers."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import psycopg
import pytest

from bi.publish import TargetError, publish
from bi.publishing.local.database import REQUIRED_MARTS
from bi.publishing.postgres.publish import publish_postgres
from tests.bi.postgres_server import query
from tests.bi.publishing.marts_warehouse import make_warehouse


@pytest.fixture
def publish_rows(address, tmp_path):
    """Return a function that publishes marts to PostgreSQL, with this many rows."""

    def publish_rows(rows, address=address):
        make_warehouse(tmp_path / "warehouse.duckdb", rows)
        return republish(address)

    def republish(address=address):
        return publish(
            tmp_path / "warehouse.duckdb",
            tmp_path / "analytics.duckdb",
            tmp_path / "exports",
            {"postgres": address},
        )

    publish_rows.again = republish
    return publish_rows


def test_tables_hold_the_rows_types_and_comments_of_the_marts(
    address, publish_rows, tmp_path
):
    publish_rows(2_000)
    with duckdb.connect(str(tmp_path / "analytics.duckdb")) as connection:
        for table in (*(f"marts.{name}" for name in REQUIRED_MARTS), "main._published"):
            there = f"marts.{table.partition('.')[2]}"
            order = "order by 1" if "marts" in table else "order by table_name"
            expected = connection.execute(f"from {table} {order}").fetchall()
            assert query(address, f"select * from {there} {order}") == expected
    assert query(
        address,
        "select format_type(atttypid, atttypmod) from pg_attribute where attrelid ="
        " 'marts.customers'::regclass and attnum > 0",
    ) == [
        (kind,)
        for kind in (
            "bigint",
            "text",
            "numeric(18,4)",
            "double precision",
            "boolean",
            "date",
            "timestamp without time zone",
        )
    ]
    assert query(
        address,
        "select obj_description('marts.orders'::regclass),"
        " col_description('marts.orders'::regclass, 1)",
    ) == [("It's orders.", "The customer.")]


def test_no_reader_sees_an_empty_half_or_mixed_version(address, tmp_path):
    versions = []
    for rows in (300, 900):
        make_warehouse(tmp_path / "warehouse.duckdb", rows)
        versions.append(tmp_path / f"{rows}.duckdb")
        publish(tmp_path / "warehouse.duckdb", versions[-1], tmp_path / "exports")
    publish_postgres(address, versions[0])
    seen, wrong, ended = set(), [], threading.Event()
    counts = ", ".join(
        f"(select count(*) from marts.{table})" for table in REQUIRED_MARTS
    )

    def read():
        with psycopg.connect(address, autocommit=True) as connection:
            while not ended.wait(0.005):
                rows = connection.execute(f"select {counts}").fetchone()
                seen.add(rows[0])
                if len(set(rows)) != 1:
                    wrong.append(rows)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(10):
        publish_postgres(address, versions[number % 2])
    ended.set()
    reader.join()
    assert (seen, wrong) == ({300, 900}, [])


def test_a_transaction_of_a_reader_keeps_its_version(address, publish_rows):
    publish_rows(3)
    with psycopg.connect(address) as connection:
        connection.execute("set transaction isolation level repeatable read")
        count = "select count(*) from marts.{}"
        assert connection.execute(count.format("orders")).fetchone() == (3,)
        publish_rows(7)
        assert connection.execute(count.format("customers")).fetchone() == (3,)
    assert query(address, count.format("customers")) == [(7,)]


def test_grants_views_and_indexes_stay(address, publish_rows):
    publish_rows(3)
    query(address, "create schema reports")
    query(address, "create view reports.total as select sum(score) from marts.orders")
    query(address, "create index found on marts.orders (customer_id)")
    query(address, "grant select on marts.orders to public")
    publish_rows(7)
    assert query(address, "select * from reports.total")[0][0] > 6
    assert query(address, "select to_regclass('marts.found') is not null") == [(True,)]
    assert query(
        address, "select has_table_privilege('pg_monitor', 'marts.orders', 'select')"
    ) == [(True,)]


def change_column(tmp_path):
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(
            "create or replace table marts.orders as select customer_id, "
            "cast(score as varchar) as score, 1 as added from marts.orders"
        )


def test_columns_follow_the_marts(address, publish_rows, tmp_path):
    publish_rows(3)
    change_column(tmp_path)
    publish_rows.again()
    assert query(
        address, "select added, customer_id, score from marts.orders order by 2"
    ) == [(1, 0, None), (1, 1, "0.0"), (1, 2, "0.6931471805599453")]


def test_a_column_stays_if_a_view_needs_it(address, publish_rows, tmp_path):
    publish_rows(3)
    query(address, "create schema reports")
    query(address, "create view reports.total as select sum(score) from marts.orders")
    change_column(tmp_path)
    with pytest.raises(TargetError, match="is unchanged: .*depend on it"):
        publish_rows.again()
    assert query(address, "select count(is_even) from marts.orders") == [(3,)]
    here = f"select count(added) from '{tmp_path}/exports/orders.parquet'"
    assert duckdb.sql(here).fetchall() == [(3,)]


def test_a_second_publication_waits_for_the_first(address, publish_rows):
    publish_rows(3)
    with psycopg.connect(address) as first, ThreadPoolExecutor() as pool:
        first.execute("select pg_advisory_xact_lock(hashtext('marts'))")
        second = pool.submit(publish_rows, 5)
        first.execute("delete from marts.orders where customer_id = 2")
        first.execute("insert into marts.orders (customer_id) values (7), (8)")
        time.sleep(0.5)
        assert not second.done()
        first.commit()
        second.result()
    # The table has the rows of only one of the two runs.
    assert query(address, "select count(*) from marts.orders") == [(5,)]


def test_a_missing_server_gets_one_sentence(publish_rows, tmp_path):
    with pytest.raises(TargetError) as raised:
        publish_rows(3, "postgresql://me:secret@127.0.0.1:9/shop")
    sentence = str(raised.value)
    assert sentence.startswith("Nothing was published to PostgreSQL (127.0.0.1/shop)")
    assert "\n" not in sentence
    assert "secret" not in sentence
    assert (tmp_path / "exports" / "orders.parquet").exists()


def test_a_wrong_address_is_not_shown(publish_rows):
    with pytest.raises(
        TargetError, match="PUBLISH_POSTGRES is not an address"
    ) as raised:
        publish_rows(3, "postgres:/me:secret@host/shop")
    assert "secret" not in str(raised.value)

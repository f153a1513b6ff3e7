"""Publishing to DuckLake: rows, types and descriptions."""

from contextlib import closing

import duckdb
import pytest

from bi.publish import TargetError
from bi.publishing.local.database import REQUIRED_MARTS
from ingest.tables.extensions import load_extension
from tests.bi.publishing.lake import open_lake, read_lake, snapshots
from tests.object_store import serve_bucket

pytest.importorskip("duckdb_extension_ducklake", reason="make setup-tables")
MARTS = {*REQUIRED_MARTS, "_published"}
EVERYWHERE = pytest.mark.parametrize(
    "catalog", ["file", "sqlite", "postgres"], indirect=True
)


@EVERYWHERE
def test_tables_hold_the_rows_types_and_comments_of_the_marts(
    catalog, publish_to_lake, tmp_path
):
    publish_to_lake(2_000)
    with closing(open_lake(catalog)) as connection:
        connection.execute(f"attach '{tmp_path}/analytics.duckdb' as here (read_only)")
        for table in MARTS:
            source = (
                "here.main._published"
                if table == "_published"
                else f"here.marts.{table}"
            )
            target = f"lake.marts.{table}"
            for one, other in ((source, target), (target, source)):
                assert not connection.execute(
                    f"from {one} except all from {other}"
                ).fetchall()
            described = "select column_name, column_type from (describe {})"
            assert (
                connection.execute(described.format(source)).fetchall()
                == connection.execute(described.format(target)).fetchall()
            )
        comments = (
            "select comment from duckdb_tables() where database_name = 'lake' "
            "and table_name = 'orders' union all "
            "select comment from duckdb_columns() where database_name = 'lake' "
            "and table_name = 'orders' and column_name = 'customer_id'"
        )
        assert connection.execute(comments).fetchall() == [
            ("It's orders.",),
            ("The customer.",),
        ]
        (tables,) = zip(
            *connection.execute(
                "select table_name from duckdb_tables() where database_name = 'lake'"
            ).fetchall(),
            strict=True,
        )
        assert set(tables) == MARTS


def test_equal_rows_are_counted(catalog, publish_to_lake):
    publish_to_lake(3)
    again = "insert into marts.orders from marts.orders where customer_id = 1"
    for copies in (2, 4):
        publish_to_lake.again(again)
        assert read_lake(
            catalog,
            "select customer_id, count(*) from lake.marts.orders group by all "
            "order by all",
        ) == [(0, 1), (1, copies), (2, 1)]
    publish_to_lake(3)
    assert read_lake(catalog, "select count(*) from lake.marts.orders") == [(3,)]


@pytest.mark.parametrize("catalog", ["file", "postgres"], indirect=True)
def test_every_type_comes_back_as_it_was_published(catalog, publish_to_lake):
    publish_to_lake(3)
    publish_to_lake.again(
        "create table marts.odd as select 1::utinyint as small, 2::ubigint as large, "
        "1.5::decimal(38, 4) as money, 'nan'::double as no_number, "
        "'-infinity'::timestamp as never, '10:00:00+02'::timetz as zoned, "
        "'2025-01-01 10:00:00+02'::timestamptz as moment, "
        "'2025-01-01 10:00:00.123456789'::timestamp_ns as precise, "
        "'\\x00\\xff'::blob as bytes, 'a' || chr(0) || 'b' as zero, "
        "'{\"a\": 1}'::json as document, uuid() as id, 'b'::enum('a', 'b') as kind, "
        "[1, 2]::integer[2] as pair, map {'k': [date '2025-01-01']} as mapped, "
        "{'a [3]': 'x'::enum('x'), 'b': [1.5]::float[1]} as parts, "
        "interval 1 month as period from range(20)"
    )
    before = snapshots(catalog)
    publish_to_lake.again()
    assert snapshots(catalog) == before
    assert read_lake(
        catalog,
        "select distinct kind, pair, parts, zoned, zero from lake.marts.odd",
    ) == [("b", [1, 2], {"a [3]": "x", "b": [1.5]}, "10:00:00+02", "a\0b")]


def test_tables_of_former_marts_go_and_tables_of_others_stay(catalog, publish_to_lake):
    publish_to_lake(3)
    publish_to_lake.again('create table marts."My mart" as select 1 as x')
    with closing(open_lake(catalog, "")) as connection:
        connection.execute("create table lake.marts.mine as select 1 as x")
        connection.execute("create view lake.marts.seen as from lake.marts.mine")
    before = snapshots(catalog)
    publish_to_lake.again('drop table marts."My mart"')
    tables = (
        "select table_name from information_schema.tables "
        "where table_catalog = 'lake' and table_schema = 'marts'"
    )
    assert {table for (table,) in read_lake(catalog, tables)} == {
        *MARTS,
        "mine",
        "seen",
    }
    assert read_lake(
        catalog, f'from lake.marts."My mart" at (version => {before})'
    ) == [(1,)]


@pytest.mark.parametrize("name", ["orders", "_published"])
def test_a_table_of_somebody_else_is_not_replaced(catalog, publish_to_lake, name):
    with closing(open_lake(catalog, "")) as connection:
        connection.execute("create schema lake.marts")
        connection.execute(f"create table lake.marts.{name} as select 1 as mine")
    with pytest.raises(TargetError, match=f"marts.{name} was not published from here"):
        publish_to_lake(3)
    assert read_lake(catalog, f"from lake.marts.{name}") == [(1,)]
    assert read_lake(
        catalog, "select count(*) from duckdb_tables() where database_name = 'lake'"
    ) == [(1,)]


def test_files_may_lie_in_a_bucket(catalog, publish_to_lake, monkeypatch):
    with serve_bucket(monkeypatch, "shop") as client:
        address = f"{catalog}?data_path=s3://shop/lake"
        for rows in (30, 40):
            publish_to_lake(rows, address=address)
        with closing(duckdb.connect()) as connection:
            load_extension(connection, "ducklake")
            load_extension(connection, "httpfs")
            host = client.meta.endpoint_url.removeprefix("http://")
            connection.execute(
                "create secret (type s3, key_id 'key', secret 'secret', use_ssl false, "
                f"url_style 'path', endpoint '{host}')"
            )
            place = catalog.replace("'", "''")
            connection.execute(f"attach 'ducklake:{place}' as lake (read_only)")
            count = "select count(*) from lake.marts.orders"
            assert connection.execute(count).fetchall() == [(40,)]
        with pytest.raises(TargetError, match="Nothing was published to") as raised:
            publish_to_lake(50, address=f"{catalog}.other?data_path=s3://nowhere/lake")
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)

"""Publishing to Iceberg: readers find the newest and earlier rows."""

from contextlib import closing

from bi.publishing.local.database import REQUIRED_MARTS
from tests.bi.publishing.iceberg.iceberg_catalog import serve_iceberg, tables
from tests.bi.publishing.lake import open_iceberg, read_iceberg
from tests.object_store import serve_bucket

MARTS = {*REQUIRED_MARTS, "_published"}


def snapshots(iceberg, table):
    metadata = iceberg.tables["marts", table][0]
    return [one.summary.additional_properties for one in metadata.snapshots]


def test_tables_hold_the_rows_and_types_of_the_marts(
    iceberg, publish_to_iceberg, tmp_path
):
    publish_to_iceberg(2_000)
    publish_to_iceberg(1_000)
    assert {table for _, table in iceberg.tables} == MARTS
    with closing(open_iceberg(iceberg)) as connection:
        connection.execute(f"attach '{tmp_path}/analytics.duckdb' as here (read_only)")
        for table in MARTS:
            schema = "main" if table == "_published" else "marts"
            source, target = f"here.{schema}.{table}", f"lake.marts.{table}"
            assert connection.execute(f"describe {source}").fetchall() == (
                connection.execute(f"describe {target}").fetchall()
            )
            for one, other in ((source, target), (target, source)):
                differing = f"from {one} except all from {other}"
                assert not connection.execute(differing).fetchall()
        # Another reader of Iceberg finds the same rows.
        metadata = iceberg.tables["marts", "customers"][1]
        found = tables.StaticTable.from_metadata(metadata).scan().to_arrow()  # noqa: F841
        assert len(found) == 1_000
        differing = "from here.marts.customers except all from found"
        assert not connection.execute(differing).fetchall()


def test_the_rows_of_all_tables_change_in_one_commit(iceberg, publish_to_iceberg):
    publish_to_iceberg(3)
    iceberg.commits.clear()
    publish_to_iceberg(4)
    (commit,) = iceberg.commits
    assert set(commit) == MARTS


def test_a_run_that_changes_nothing_leaves_no_snapshot(iceberg, publish_to_iceberg):
    publish_to_iceberg(3)
    iceberg.commits.clear()
    publish_to_iceberg.again()
    assert iceberg.commits == []


def test_a_snapshot_holds_the_rows_that_changed_and_no_others(
    iceberg, publish_to_iceberg
):
    publish_to_iceberg(30)
    before = len(snapshots(iceberg, "orders"))
    publish_to_iceberg.again(
        "update marts.orders set name = 'new' where customer_id = 7;"
        "delete from marts.orders where customer_id = 8;"
        "insert into marts.orders (customer_id) values (30), (31)"
    )
    added = snapshots(iceberg, "orders")[before:]
    assert sum(int(one.get("added-records", 0)) for one in added) == 3
    assert sum(int(one.get("added-position-deletes", 0)) for one in added) == 2
    assert len(snapshots(iceberg, "customers")) == 1


def test_former_versions_can_be_read_also_after_a_change_of_columns(
    iceberg, publish_to_iceberg
):
    publish_to_iceberg(3)
    before = iceberg.tables["marts", "orders"][0].current_snapshot_id
    publish_to_iceberg.again(
        "create or replace table marts.orders as select customer_id, "
        "cast(score as varchar) as score, 1 as added from marts.orders"
    )
    assert read_iceberg(
        iceberg, "select added, customer_id, score from lake.marts.orders order by 2"
    ) == [(1, 0, None), (1, 1, "0.0"), (1, 2, "0.6931471805599453")]
    assert read_iceberg(
        iceberg,
        "select count(*), count(is_even), max(score) from lake.marts.orders "
        f"at (version => {before})",
    ) == [(3, 3, 0.6931471805599453)]
    publish_to_iceberg.again(
        "create or replace table marts.orders as select 1 as other"
    )
    assert read_iceberg(iceberg, "from lake.marts.orders") == [(1,)]


def test_every_type_comes_back_as_it_was_published(iceberg, publish_to_iceberg):
    publish_to_iceberg(3)
    publish_to_iceberg.again(
        "create table marts.odd as select 1::utinyint as small, 2::ubigint as large, "
        "3::smallint as short, 1.5::decimal(38, 4) as money, 'nan'::double as none, "
        "'10:00:00+02'::timetz as zoned, '2025-01-01 10:00:00+02'::timestamptz as at, "
        "'2025-01-01 10:00:00.123456789'::timestamp_ns as precise, "
        "'2025-01-01 10:00:00'::timestamp_s as second, time '10:00:00' as hour, "
        "'\\x00\\xff'::blob as bytes, 'a' || chr(0) || 'b' as zero, "
        "'{\"a\": 1}'::json as document, uuid() as id, 'b'::enum('a', 'b') as kind, "
        "[1, 2]::utinyint[2] as pair, map {'k': [date '2025-01-01']} as mapped, "
        "{'a [3]': 'x'::enum('x'), 'json': [1.5]::float[1]} as parts, "
        "interval 1 month as period from range(20)"
    )
    iceberg.commits.clear()
    publish_to_iceberg.again()
    assert iceberg.commits == []
    assert read_iceberg(
        iceberg, "select distinct kind, pair, parts, zoned, zero from lake.marts.odd"
    ) == [("b", [1, 2], {"a [3]": "x", "json": [1.5]}, "10:00:00+02", "a\0b")]


def test_tables_of_former_marts_go_and_tables_of_others_stay(
    iceberg, publish_to_iceberg
):
    publish_to_iceberg(3)
    publish_to_iceberg.again("create table marts.my_mart as select 1 as x")
    read_iceberg(iceberg, "create table lake.marts.mine as select 1 as x")
    publish_to_iceberg.again("drop table marts.my_mart")
    assert {table for _, table in iceberg.tables} == {*MARTS, "mine"}


def test_tables_may_lie_in_a_bucket(publish_to_iceberg, monkeypatch):
    with serve_bucket(monkeypatch, "shop") as client:
        with serve_iceberg("s3://shop/lake") as iceberg:
            for rows in (3, 40):
                publish_to_iceberg(rows, iceberg.address)
            place = iceberg.tables["marts", "orders"][1]
            store = {
                "s3.endpoint": client.meta.endpoint_url,
                "s3.access-key-id": "key",
                "s3.secret-access-key": "secret",
            }
            table = tables.StaticTable.from_metadata(place, properties=store)
            assert len(table.scan().to_arrow()) == 40

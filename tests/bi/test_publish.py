"""Published files: all of the new, or all of the old."""

import json
import subprocess
import sys

import duckdb
import pytest

from bi import publish as publishing
from bi.publish import PUBLISHED, PublishError, publish


def make_warehouse(path, customers):
    """Write a warehouse whose marts have `customers` rows each."""
    with duckdb.connect(str(path)) as connection:
        for schema in ("marts", "staging", "segmentation"):
            connection.execute(f"create schema {schema}")
        connection.execute("create table staging.order_source as select 'r1' as run_id")
        connection.execute(
            "create table segmentation.segment_model as select 'v1' as model_version"
        )
        for table in PUBLISHED:
            connection.execute(
                f"create table marts.{table} as select range as customer_id "
                f"from range({customers})"
            )
            connection.execute(f"comment on table marts.{table} is 'It''s {table}.'")
            connection.execute(
                f"comment on column marts.{table}.customer_id is 'The customer.'"
            )
        connection.execute("create table marts.not_listed as select 'secret' as name")


@pytest.fixture
def places(tmp_path):
    warehouse = tmp_path / "it's a warehouse.duckdb"
    make_warehouse(warehouse, 3)
    return (
        warehouse,
        tmp_path / "out" / "analytics.duckdb",
        tmp_path / "out" / "exports",
    )


def read(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_tables_comments_and_run_arrive(places):
    _, analytics, exports = places
    assert publish(*places) == dict.fromkeys(PUBLISHED, 3)
    assert read(
        analytics,
        "select distinct comment from duckdb_columns() where schema_name = 'marts'",
    ) == [("The customer.",)]
    assert read(
        analytics,
        "select run_id, model_version, rows from _published"
        " where table_name = 'orders'",
    ) == [("r1", "v1", 3)]
    manifest = json.loads((exports / "manifest.json").read_text())
    assert manifest["rows"]["segments"] == 3
    assert read(analytics, f"select count(*) from '{exports}/orders.parquet'") == [(3,)]


def test_only_listed_tables_are_published(places):
    _, analytics, exports = places
    publish(*places)
    tables = read(analytics, "select table_name from duckdb_tables()")
    assert {name for (name,) in tables} == {*PUBLISHED, "_published"}
    assert not (exports / "not_listed.parquet").exists()


def test_a_failed_publish_leaves_the_old_files(places):
    warehouse, analytics, exports = places
    publish(*places)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table marts.data_quality")
    with pytest.raises(PublishError, match="lacks marts to publish"):
        publish(*places)
    assert read(analytics, "select count(*) from marts.data_quality") == [(3,)]
    assert (exports / "data_quality.parquet").exists()
    left = sorted(path.name for path in analytics.parent.iterdir())
    assert left == ["analytics.duckdb", "exports"]


def test_a_reader_keeps_the_old_file_and_a_new_one_sees_the_new(places, tmp_path):
    _, analytics, exports = places
    publish(*places)
    held = analytics.open("rb")
    inode = analytics.stat().st_ino
    larger = tmp_path / "larger.duckdb"
    make_warehouse(larger, 7)
    publish(larger, analytics, exports)
    assert analytics.stat().st_ino != inode
    assert held.read(16)
    assert read(analytics, "select count(*) from marts.customers") == [(7,)]


def test_a_locked_warehouse_gets_one_sentence(places, monkeypatch):
    monkeypatch.setattr(publishing, "LOCK_WAIT_SECONDS", 0)
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{hold}; sys.stdin.read()", str(places[0])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        holder.stdout.readline()
        with pytest.raises(PublishError, match=f"{holder.pid}.*Close the program"):
            publish(*places)
        holder.stdin.close()


def test_a_missing_warehouse_gets_one_sentence(tmp_path):
    with pytest.raises(PublishError, match="run `make build`"):
        publish(tmp_path / "no.duckdb", tmp_path / "a.duckdb", tmp_path / "e")
    assert list(tmp_path.iterdir()) == []

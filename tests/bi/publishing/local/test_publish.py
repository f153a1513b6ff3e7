"""Published files are either all new or all old."""

import json
import subprocess
import sys

import duckdb
import pytest

from bi.publish import PublishError, publish
from bi.publishing.local import swap
from bi.publishing.local.database import REQUIRED_MARTS
from tests.bi.publishing.marts_warehouse import make_warehouse, read


def test_tables_comments_and_run_arrive(places):
    _, analytics, exports = places
    assert publish(*places) == dict.fromkeys(REQUIRED_MARTS, 3)
    assert read(
        analytics,
        "select distinct comment from duckdb_columns() where schema_name = 'marts'"
        " and comment is not null",
    ) == [("The customer.",)]
    assert read(
        analytics,
        "select run_id, model_version, rows from _published"
        " where table_name = 'orders'",
    ) == [("r1", "v1", 3)]
    manifest = json.loads((exports / "manifest.json").read_text())
    assert manifest["rows"]["segments"] == 3
    assert read(analytics, f"select count(*) from '{exports}/orders.parquet'") == [(3,)]


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


def test_a_reader_keeps_the_old_file_and_a_new_one_sees_the_new(places):
    warehouse, analytics, exports = places
    publish(*places)
    with duckdb.connect(str(analytics), read_only=True) as held:
        make_warehouse(warehouse, 7)
        publish(*places)
        assert held.execute("select count(*) from marts.customers").fetchone() == (3,)
    assert read(analytics, "select count(*) from marts.customers") == [(7,)]


def test_a_reader_of_several_files_keeps_its_folder(places, monkeypatch):
    warehouse, _, exports = places
    publish(*places)
    monkeypatch.chdir(exports)
    make_warehouse(warehouse, 7)
    publish(*places)
    count = "select count(*) from '{}'"
    for table in REQUIRED_MARTS:
        assert duckdb.sql(count.format(f"{table}.parquet")).fetchall() == [(3,)]
        assert duckdb.sql(count.format(f"{exports}/{table}.parquet")).fetchall() == [
            (7,)
        ]


def test_changed_rows_in_the_published_file_do_not_reach_the_new_one(places):
    _, analytics, _ = places
    publish(*places)
    write = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1])"
    write += "; c.execute('delete from marts.orders'); os._exit(0)"
    subprocess.run([sys.executable, "-c", write, str(analytics)], check=True)
    assert analytics.with_name("analytics.duckdb.wal").exists()
    publish(*places)
    assert read(analytics, "select count(*) from marts.orders") == [(3,)]


def test_the_folder_is_replaced_without_an_exchange_of_names_too(places, monkeypatch):
    warehouse, analytics, exports = places
    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    publish(*places)
    make_warehouse(warehouse, 7)
    publish(*places)
    count = f"select count(*) from '{exports}/orders.parquet'"
    assert read(analytics, count) == [(7,)]


def test_links_stay_and_their_targets_are_replaced(places, tmp_path):
    warehouse, analytics, exports = places
    share = tmp_path / "share"
    (share / "files").mkdir(parents=True)
    analytics.parent.mkdir()
    analytics.symlink_to(share / "shop.duckdb")
    exports.symlink_to(share / "files")
    publish(*places)
    assert analytics.is_symlink() and exports.is_symlink()
    assert read(share / "shop.duckdb", "select count(*) from marts.orders") == [(3,)]
    assert (share / "files" / "orders.parquet").exists()


def test_a_folder_of_somebody_else_is_not_replaced(places):
    _, analytics, exports = places
    exports.mkdir(parents=True)
    (exports / "letters.doc").touch()
    with pytest.raises(PublishError, match="EXPORTS_PATH.*holds 'letters.doc'"):
        publish(*places)
    assert (exports / "letters.doc").exists()
    assert not analytics.exists()


def test_files_of_killed_runs_are_removed(places):
    _, analytics, exports = places
    folder = analytics.parent
    for name in (".exports.new", ".exports.previous"):
        (folder / name).mkdir(parents=True)
        (folder / name / "orders.parquet").touch()
    for name in (".analytics.duckdb.new", ".analytics.duckdb.new.wal"):
        (folder / name).write_text("half a database")
    for name in (".analytics.duckdb.lock", ".exports.lock"):
        (folder / name).write_text("process 1 (long gone)")
    publish(*places)
    assert {path.name for path in folder.iterdir()} == {"analytics.duckdb", "exports"}


def test_a_missing_warehouse_gets_one_sentence(tmp_path):
    with pytest.raises(PublishError, match="run `make build`"):
        publish(tmp_path / "no.duckdb", tmp_path / "a.duckdb", tmp_path / "e")
    assert list(tmp_path.iterdir()) == []

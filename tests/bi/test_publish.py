"""Published files: all of the new, or all of the old."""

import contextlib
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import duckdb
import pytest

from bi import publish as publishing
from bi.publish import PUBLISHED, PublishError, publish
from bi.publishing import swap
from tests.bi.marts_warehouse import make_warehouse
from tests.bi.readers import read_database, read_exports


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


def test_a_reader_keeps_the_old_file_and_a_new_one_sees_the_new(places):
    warehouse, analytics, exports = places
    publish(*places)
    with duckdb.connect(str(analytics), read_only=True) as held:
        make_warehouse(warehouse, 7)
        publish(*places)
        assert held.execute("select count(*) from marts.customers").fetchone() == (3,)
    assert read(analytics, "select count(*) from marts.customers") == [(7,)]


def test_a_reader_of_several_files_goes_on_in_the_folder_it_began_in(
    places, monkeypatch
):
    warehouse, _, exports = places
    publish(*places)
    monkeypatch.chdir(exports)
    make_warehouse(warehouse, 7)
    publish(*places)
    count = "select count(*) from '{}'"
    for table in PUBLISHED:
        assert duckdb.sql(count.format(f"{table}.parquet")).fetchall() == [(3,)]
        assert duckdb.sql(count.format(f"{exports}/{table}.parquet")).fetchall() == [
            (7,)
        ]


def test_what_somebody_wrote_into_the_published_file_does_not_reach_the_new_one(places):
    _, analytics, _ = places
    publish(*places)
    write = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1])"
    write += "; c.execute('create view mine as select 1'); os._exit(0)"
    subprocess.run([sys.executable, "-c", write, str(analytics)], check=True)
    assert analytics.with_name("analytics.duckdb.wal").exists()
    publish(*places)
    assert read(analytics, "select * from duckdb_views() where not internal") == []


def test_where_names_cannot_be_exchanged_the_folder_is_replaced_as_well(
    places, monkeypatch
):
    warehouse, analytics, exports = places
    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    publish(*places)
    make_warehouse(warehouse, 7)
    publish(*places)
    count = f"select count(*) from '{exports}/orders.parquet'"
    assert read(analytics, count) == [(7,)]


def test_links_stay_and_what_they_lead_to_is_replaced(places, tmp_path):
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
    with pytest.raises(PublishError, match="holds something else.*EXPORTS_PATH"):
        publish(*places)
    assert (exports / "letters.doc").exists()
    assert not analytics.exists()


def test_leftovers_of_killed_runs_go_away(places):
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


# Types ------------------------------------------------------------------------


def published_type(analytics, column):
    return read(
        analytics,
        "select data_type from duckdb_columns() where schema_name = 'marts'"
        f" and table_name = 'orders' and column_name = '{column}'",
    )[0][0]


def test_money_is_published_in_64_bits(places):
    _, analytics, exports = places
    publish(*places)
    assert published_type(analytics, "clv_amount") == "DECIMAL(18,4)"
    amounts = f"select clv_amount from '{exports}/orders.parquet' order by all"
    expected = [(Decimal(number) / 4,) for number in range(3)]
    assert read(analytics, amounts) == expected
    assert read(analytics, "select clv_amount from marts.orders") == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        ("cast('123456789012345.6789' as decimal(38, 4))", "DECIMAL(38,4)"),
        ("cast('99999999999999.9999' as decimal(38, 4))", "DECIMAL(18,4)"),
        ("cast('-0.00000000000001' as decimal(38, 14))", "DOUBLE"),
        ("cast(null as decimal(38, 4))", "DECIMAL(18,4)"),
        ("cast('1.2345' as decimal(12, 4))", "DECIMAL(12,4)"),
    ],
)
def test_decimals_are_narrowed_only_where_nothing_is_lost(places, value, expected):
    warehouse, analytics, _ = places
    query = f"select {value} as amount"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"create or replace table marts.orders as {query}")
        connection.execute("insert into marts.orders values (0), (null)")
    publish(*places)
    assert published_type(analytics, "amount") == expected
    assert read(warehouse, "select sum(cast(amount as double)) from marts.orders") == (
        read(analytics, "select sum(cast(amount as double)) from marts.orders")
    )


# Who is in the way ------------------------------------------------------------


@contextlib.contextmanager
def running(program, *arguments):
    """Run Python until the block ends; the program says when it has begun."""
    with subprocess.Popen(
        [sys.executable, "-c", f"{program}\nprint(1, flush=True)\ninput()", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        process.stdout.readline()
        yield process
        process.stdin.close()


def test_who_locks_the_warehouse_is_named(places, monkeypatch):
    monkeypatch.setattr(publishing, "LOCK_WAIT_SECONDS", 0)
    program = "import duckdb, sys; held = duckdb.connect(sys.argv[1])"
    with running(program, str(places[0])) as holder:
        named = rf"process {holder.pid} \(.*python.*Close the program"
        with pytest.raises(PublishError, match=named):
            publish(*places)


def test_a_lock_that_goes_away_is_waited_for(places):
    program = "import duckdb, sys; held = duckdb.connect(sys.argv[1])"
    with running(program, str(places[0])) as holder:
        threading.Timer(0.5, holder.stdin.close).start()
        assert publish(*places)["orders"] == 3


HOLD = """
import sys
from pathlib import Path
from bi.lock import hold
turn = hold(Path(sys.argv[1]))
turn.__enter__()
"""


def test_who_publishes_at_the_same_time_is_named(places, monkeypatch):
    monkeypatch.setattr(publishing, "LOCK_WAIT_SECONDS", 0)
    with running(HOLD, str(places[1])) as holder:
        with pytest.raises(
            PublishError, match=f"being written by process {holder.pid}"
        ):
            publish(*places)
        holder.kill()
        holder.wait()
        assert publish(*places)["orders"] == 3


def test_two_that_publish_at_the_same_time_do_so_one_after_the_other(places):
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(publish, *places) for _ in range(4)]
    assert [run.result()["orders"] for run in runs] == [3] * 4
    assert read_exports(places[2]) == read_database(places[1])


def test_a_file_that_is_no_database_is_named_at_once(places):
    places[0].write_text("Dear Sir or Madam, ...")
    began = time.monotonic()
    with pytest.raises(PublishError, match="cannot be opened:.*not a valid DuckDB"):
        publish(*places)
    assert time.monotonic() - began < publishing.LOCK_WAIT_SECONDS / 3


def test_a_missing_warehouse_gets_one_sentence(tmp_path):
    with pytest.raises(PublishError, match="run `make build`"):
        publish(tmp_path / "no.duckdb", tmp_path / "a.duckdb", tmp_path / "e")
    assert list(tmp_path.iterdir()) == []

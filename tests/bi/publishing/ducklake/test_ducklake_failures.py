"""Failures of publishing to DuckLake leave the snapshot unchanged."""

import subprocess
import sys
import threading
import time
from contextlib import closing

import duckdb
import pytest

from bi import lock
from bi.publish import TargetError
from bi.publishing.ducklake import publish as ducklake
from bi.publishing.ducklake.publish import publish_ducklake
from bi.publishing.local.database import REQUIRED_MARTS
from tests.bi.postgres_server import query
from tests.bi.publishing.lake import open_lake, read_lake, snapshots

pytest.importorskip("duckdb_extension_ducklake", reason="make setup-tables")
COUNT = "select count(*) from lake.marts.{}"
ALL = ", ".join(f"({COUNT.format(table)})" for table in REQUIRED_MARTS)
KILLED = (
    "import sys; from pathlib import Path; "
    "from bi.publishing.ducklake.publish import publish_ducklake; "
    "publish_ducklake(sys.argv[1], Path(sys.argv[2]))"
)


def files_below(folder):
    return {file.name for file in folder.rglob("*.parquet")}


@pytest.mark.parametrize("catalog", ["file", "postgres"], indirect=True)
def test_a_killed_run_leaves_the_former_snapshot(catalog, publish_to_lake, tmp_path):
    publish_to_lake(3)
    before, files = snapshots(catalog), files_below(tmp_path / "lake")
    publish_to_lake(100_000, address="")
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, catalog, str(tmp_path / "analytics.duckdb")]
    )
    while files_below(tmp_path / "lake") == files and child.poll() is None:
        time.sleep(0.002)
    child.kill()
    assert child.wait() == -9
    assert snapshots(catalog) == before
    assert set(read_lake(catalog, f"select {ALL}")[0]) == {3}
    publish_to_lake.again()
    assert set(read_lake(catalog, f"select {ALL}")[0]) == {100_000}


@pytest.mark.parametrize("catalog", ["postgres"], indirect=True)
def test_no_reader_sees_an_empty_half_or_mixed_version(
    catalog, publish_to_lake, tmp_path
):
    publish_to_lake(3)
    seen, wrong, ended = set(), [], threading.Event()

    def read():
        with closing(open_lake(catalog)) as connection:
            while not ended.is_set():
                (rows,) = connection.execute(f"select {ALL}").fetchall()
                seen.add(rows[0])
                if len(set(rows)) != 1:
                    wrong.append(rows)

    reader = threading.Thread(target=read)
    reader.start()
    for rows in (30, 40, 50):
        publish_to_lake(rows)
    ended.set()
    reader.join()
    assert (seen - {3, 30, 40, 50}, wrong) == (set(), [])
    assert len(seen) > 1


@pytest.mark.parametrize("catalog", ["postgres"], indirect=True)
def test_one_of_two_publications_at_once_fails_with_a_sentence(
    catalog, publish_to_lake, tmp_path, monkeypatch
):
    publish_to_lake(3)
    other = tmp_path / "other.duckdb"
    publish_to_lake(40, address="")
    (tmp_path / "analytics.duckdb").rename(other)
    unpatched = ducklake.name_snapshot

    def be_overtaken(connection):
        monkeypatch.setattr(ducklake, "name_snapshot", unpatched)
        publish_ducklake(catalog, other)
        unpatched(connection)

    monkeypatch.setattr(ducklake, "name_snapshot", be_overtaken)
    with pytest.raises(TargetError, match="changed the same tables") as raised:
        publish_to_lake(30)
    assert "\n" not in str(raised.value)
    # The table has the rows of only one of the two runs.
    assert set(read_lake(catalog, f"select {ALL}")[0]) == {40}


def test_publishing_waits_for_an_open_catalog_then_names_the_process(
    catalog, publish_to_lake, monkeypatch
):
    publish_to_lake(3)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; held = duckdb.connect(sys.argv[1], read_only=True); "
            "print(flush=True); sys.stdin.read()",
            catalog,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    monkeypatch.setattr(lock, "LOCK_WAIT_SECONDS", 0.3)
    with pytest.raises(TargetError, match=f"is open in process {holder.pid} "):
        publish_to_lake(5)
    monkeypatch.setattr(lock, "LOCK_WAIT_SECONDS", 30)
    threading.Timer(0.5, holder.communicate).start()
    publish_to_lake(5)
    assert read_lake(catalog, COUNT.format("orders")) == [(5,)]


def test_a_database_that_is_no_catalog_is_left_as_it_is(publish_to_lake, tmp_path):
    place = tmp_path / "mine.duckdb"
    with duckdb.connect(str(place)) as connection:
        connection.execute("create table mine as select 1 as x")
    before = place.read_bytes()
    with pytest.raises(TargetError, match="mine.duckdb.*something else than a catalog"):
        publish_to_lake(3, address=str(place))
    assert place.read_bytes() == before


def test_a_file_that_is_no_database_is_left_as_it_is(
    publish_to_lake, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(TargetError, match="Nothing was published to .*notes"):
        publish_to_lake(3, address="notes")
    assert (tmp_path / "notes").read_text() == "mine"


def test_a_catalog_keeps_the_folder_of_its_files(publish_to_lake, tmp_path):
    address = f"{tmp_path}/lake/a.ducklake?data_path="
    publish_to_lake(30, address=f"{address}{tmp_path}/lake/one")
    with pytest.raises(TargetError, match="leave out data_path"):
        publish_to_lake(40, address=f"{address}{tmp_path}/lake/two")
    assert read_lake(f"{tmp_path}/lake/a.ducklake", COUNT.format("orders")) == [(30,)]


def test_a_relative_folder_is_kept_in_full(publish_to_lake, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    publish_to_lake(30, address="lake/a.ducklake?data_path=files")
    monkeypatch.chdir("/")
    assert read_lake(f"{tmp_path}/lake/a.ducklake", COUNT.format("orders")) == [(30,)]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:secret@127.0.0.1:9/shop?data_path=/lake",
        "ducklake:postgres:host=127.0.0.1  port=9 dbname=shop password=secret",
    ],
)
def test_a_missing_server_gets_one_sentence(publish_to_lake, address, tmp_path):
    with pytest.raises(TargetError) as raised:
        publish_to_lake(3, address=address)
    sentence = str(raised.value)
    assert sentence.startswith("Nothing was published to DuckLake (127.0.0.1/shop)")
    assert "\n" not in sentence
    assert "secret" not in sentence
    assert (tmp_path / "exports" / "orders.parquet").exists()


@pytest.mark.parametrize("catalog", ["postgres"], indirect=True)
def test_a_refusal_of_the_server_shows_no_rows_and_no_password(
    catalog, publish_to_lake, server
):
    publish_to_lake(3)
    query(server, "create role weak login password 'secret'")
    query(server, "grant select on all tables in schema public to weak")
    query(server, "grant usage on schema public to weak")
    with pytest.raises(TargetError, match="permission denied for table") as raised:
        publish_to_lake(4, address=catalog.replace("owner@", "weak:secret@"))
    query(server, "drop owned by weak; drop role weak")
    assert len(str(raised.value)) < 300
    assert "secret" not in str(raised.value)
    assert read_lake(catalog, COUNT.format("orders")) == [(3,)]


@pytest.mark.parametrize(
    "address", ["mysql:secret", "postgres:secret of mine=1", "a?data_path=gs://secret"]
)
def test_a_wrong_address_is_not_shown(publish_to_lake, address):
    with pytest.raises(
        TargetError, match="PUBLISH_DUCKLAKE is (not an address|neither a folder)"
    ) as raised:
        publish_to_lake(3, address=address)
    assert "secret" not in str(raised.value)


def test_a_column_that_publishing_needs_is_named(publish_to_lake, catalog):
    publish_to_lake(3)
    sentence = "marts.odd has a column '_former'"
    with pytest.raises(TargetError, match=sentence):
        publish_to_lake.again("create table marts.odd as select 1 as _former")
    assert read_lake(catalog, COUNT.format("orders")) == [(3,)]


def test_a_run_that_fails_leaves_no_files(publish_to_lake, catalog, tmp_path):
    publish_to_lake(30)
    before = files_below(tmp_path / "lake")
    publish_to_lake(40, address="")
    with pytest.raises(TargetError, match="column '_former'"):
        publish_to_lake.again("create table marts.zzz as select 1 as _former")
    assert files_below(tmp_path / "lake") == before
    with duckdb.connect(str(tmp_path / "analytics.duckdb")) as connection:
        connection.execute("drop table marts.zzz")
    publish_ducklake(catalog, tmp_path / "analytics.duckdb")
    assert read_lake(catalog, COUNT.format("orders")) == [(40,)]

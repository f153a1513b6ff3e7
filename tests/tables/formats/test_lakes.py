"""One snapshot of a Delta or Iceberg table is read, and only a new one."""

import shutil

import fsspec
import pytest

from commands.check import main as check
from ingest.errors import OrdersError
from ingest.files.remote import fetch_table
from ingest.loading.loaded_files import Destination, read_last_load
from ingest.opening.request import open_request
from tests.object_store import serve_bucket
from tests.tables.formats.lines import change_lines, make_lines

LINES = make_lines(300)
LAKES = ("delta", "iceberg")


@pytest.fixture(params=LAKES)
def lake(request, make_shape):
    made = make_shape(request.param)
    made.write(LINES)
    return made


def delete(lake, line_id):
    """Delete a line by the tools of the format."""
    if lake.__class__.__name__ == "Delta":
        import deltalake

        deltalake.DeltaTable(lake.address).delete(f"line_id = '{line_id}'")
    else:
        lake.catalog.load_table("sales.lines").delete(f"line_id = '{line_id}'")


def test_rows_that_were_deleted_do_not_come_back(shop, lake):
    shop.load(lake.address)
    assert len(shop.lines()) == 300
    delete(lake, "L0000007")
    shop.load(lake.address)
    ids = {line[0] for line in shop.lines()}
    assert len(ids) == 299 and "L0000007" not in ids


def test_a_known_snapshot_is_not_read_again(shop, lake):
    shop.load(lake.address)
    held = read_last_load(shop.connection, Destination("memory", "staging"))
    again = open_request(shop.request(lake.address), held)
    assert (again.files, again.reads_everything) == ([], False)
    assert shop.load(lake.address) == []
    lake.update(make_lines(3, first=300), change_lines(LINES, 2))
    assert len(open_request(shop.request(lake.address), held).files) == 1
    (said,) = shop.load(lake.address)
    assert said.endswith("5 of 303 rows were new or had changed.")


def test_a_new_snapshot_of_the_same_rows_is_compared_once(shop, make_shape):
    deltalake = pytest.importorskip("deltalake", reason="make setup-tables")
    lake = make_shape("delta")
    lake.write(LINES)
    for first in (300, 303):
        more = make_lines(3, first=first)
        deltalake.write_deltalake(lake.address, more, mode="append")
    shop.load(lake.address)
    read_at = shop.query("select read_at from staging.order_files")
    deltalake.DeltaTable(lake.address).optimize.compact()
    place = Destination("memory", "staging")
    held = read_last_load(shop.connection, place)
    assert len(open_request(shop.request(lake.address), held).files) == 1
    assert shop.load(lake.address) == []
    held = read_last_load(shop.connection, place)
    assert open_request(shop.request(lake.address), held).files == []
    assert shop.query("select read_at from staging.order_files") == read_at


def test_a_load_sees_the_snapshot_that_it_opened(shop, lake):
    opened = open_request(shop.request(lake.address))
    lake.update(make_lines(3, first=300), change_lines(LINES, 2))
    with opened.files[0].table.opened(shop.connection) as relation:
        assert shop.query(f"select count(*) from {relation}") == [(300,)]


def test_another_table_in_the_same_place_is_read(shop, lake, tmp_path):
    shop.load(lake.address)
    shutil.rmtree(lake.folder)
    lake.folder.mkdir()
    lake.write(make_lines(40, seed=5))
    shop.load(lake.address)
    assert len(shop.lines()) == 40


def test_a_table_may_have_moved(shop, lake, tmp_path):
    shop.load(lake.address)
    before = shop.lines()
    moved = tmp_path / "elsewhere"
    shutil.move(lake.address, moved)
    shop.load(moved)
    assert shop.lines() == before


def test_a_table_in_a_bucket_is_read_like_a_local_one(
    shop, lake, monkeypatch, tmp_path
):
    monkeypatch.setenv("FETCHED_PATH", str(tmp_path / "fetched"))
    shop.load(lake.address)
    # Servers of one process share their buckets, so each format has its own.
    want, name = shop.lines(), lake.__class__.__name__.lower()
    with serve_bucket(monkeypatch, name) as client:

        def put():
            root = tmp_path / "there"
            shutil.copytree(lake.address, root, dirs_exist_ok=True)
            for path in (one for one in root.rglob("*") if one.is_file()):
                client.upload_file(str(path), name, f"o/{path.relative_to(root)}")
            fetch_table.cache_clear()
            fsspec.get_filesystem_class("s3").clear_instance_cache()

        put()
        shop.load(f"s3://{name}/o")
        assert shop.lines() == want
        assert shop.query("select distinct source_file from staging.order_lines") == [
            (f"s3://{name}/o",)
        ]
        lake.update(make_lines(3, first=300), change_lines(LINES, 2))
        put()
        (said,) = shop.load(f"s3://{name}/o")
        assert said == f"'s3://{name}/o': 5 of 303 rows were new or had changed."
        assert shop.load(f"s3://{name}/o") == []
        for path in sorted((tmp_path / "there").rglob("00001-*.metadata.json")):
            shop.load(f"s3://{name}/o/metadata/{path.name}")
            assert shop.lines() == want
    fetch_table.cache_clear()
    fsspec.config.conf.clear()


def test_the_user_chooses_between_two_newest_metadata_files(shop, make_shape):
    lake = make_shape("iceberg")
    lake.write(LINES)
    metadata = sorted((lake.folder / "warehouse").rglob("*.metadata.json"))[-1]
    failed = metadata.with_name("00001-of-a-commit-that-failed.metadata.json")
    shutil.copy(metadata, failed)
    with pytest.raises(OrdersError, match="only its catalog knows.*: name it, as in"):
        shop.load(lake.address)
    shop.load(metadata)
    assert len(shop.lines()) == 300


def test_metadata_may_be_compressed_and_have_a_version_hint(shop, make_shape):
    import gzip

    lake = make_shape("iceberg")
    lake.write(LINES)
    files = sorted((lake.folder / "warehouse").rglob("*.metadata.json"))
    for number, path in enumerate(files, start=9):
        text = gzip.compress(path.read_bytes())
        path.with_name(f"v{number}.gz.metadata.json").write_bytes(text)
        path.unlink()
    (files[0].parent / "version-hint.text").write_text("9")
    shop.load(lake.address)
    assert len(shop.lines()) == 300


def test_a_table_without_rows_is_refused_in_a_sentence(shop, make_shape):
    for name in LAKES:
        lake = make_shape(name)
        lake.write(LINES.slice(0, 0))
        with pytest.raises(OrdersError, match="has no rows"):
            shop.load(lake.address)


def test_a_file_of_the_table_that_is_gone_changes_nothing(shop, lake):
    shop.load(lake.address)
    before = shop.lines()
    lake.update(make_lines(3, first=300), change_lines(LINES, 2))
    for path in lake.folder.rglob("*.parquet"):
        path.unlink()
    with pytest.raises(OrdersError, match="cannot be read") as refused:
        shop.load(lake.address)
    assert "\n" not in str(refused.value)
    assert shop.lines() == before


def test_a_damaged_log_is_refused_in_a_sentence(shop, lake):
    logs = [*lake.folder.rglob("0*.json")]
    for path in logs:
        path.write_text('{"not": ')
    with pytest.raises(OrdersError, match="cannot be read") as refused:
        shop.load(lake.address)
    assert "\n" not in str(refused.value)


def test_a_check_refuses_the_files_of_a_table(lake, shop, monkeypatch, capsys):
    monkeypatch.setenv("ORDERS", f"{lake.address}/**/*.parquet")
    assert check() == 1
    said = capsys.readouterr().out
    assert "whose log says which rows were deleted: name the table" in said
    assert f"ORDERS={lake.address}" in said


def test_a_check_takes_the_folder_of_a_table(lake, shop, monkeypatch, capsys):
    monkeypatch.setenv("ORDERS", lake.address)
    monkeypatch.setenv("SOURCES_PATH", str(shop.blocks))
    assert check() == 0
    said = capsys.readouterr().out
    assert "Source 'mine' fits" in said
    assert "A build would succeed, 0 of 300 lines rejected" in said

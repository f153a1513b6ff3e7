"""Publishing and the report look again right before they replace anything."""

import json
import subprocess
import sys

import duckdb
import pytest

from bi import publish as publishing
from bi.places.errors import PlaceError
from bi.places.leftovers import discard
from bi.places.page import MARK
from bi.publish import PublishError
from bi.report.write import ReportError, write_report
from tests.bi.places.conftest import publish_home
from tests.bi.places.makers import make_database, text
from tests.bi.places.tree import tree
from tests.bi.publishing.marts_warehouse import read
from tests.bi.report.warehouse import make_warehouse as make_report_warehouse

HOLD = """
import duckdb, sys
held = duckdb.connect(sys.argv[1])
held.execute(sys.argv[2])
print(1, flush=True)
input()
"""


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda home: text(home / "exports" / "notes.txt"), "holds 'notes.txt'"),
        (
            lambda home: make_database(
                home / "analytics.duckdb", "create table a(b int)"
            ),
            "holds 'main.a'",
        ),
        (lambda home: text(home / ".exports.previous" / "a.txt"), "'a.txt|a.txt' was"),
    ],
)
def test_what_appears_during_a_publication_stays(published, monkeypatch, put, said):
    publish_home(published)
    stage = publishing.stage
    kept = {}

    def stage_slowly(*places):
        put(published)
        kept.update(tree(published))
        return stage(*places)

    monkeypatch.setattr(publishing, "stage", stage_slowly)
    monkeypatch.setattr(
        publishing, "publish_elsewhere", lambda *words: pytest.fail("published")
    )
    with pytest.raises(PublishError, match=said):
        publish_home(published)
    locks = {".analytics.duckdb.lock", ".exports.lock"}
    assert tree(published) == {
        name: content for name, content in kept.items() if name not in locks
    }


def test_a_refused_place_publishes_nowhere_else(published, monkeypatch):
    text(published / "exports" / "notes.txt")
    monkeypatch.setattr(
        publishing, "publish_elsewhere", lambda *words: pytest.fail("published")
    )
    with pytest.raises(PublishError, match="EXPORTS_PATH"):
        publish_home(published)


def run(module):
    return subprocess.run(
        [sys.executable, "-m", module], check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("module", ["bi.publish", "bi.report", "bi.export"])
def test_the_commands_refuse_places_that_are_one(published, monkeypatch, module):
    monkeypatch.setenv("REPORT_PATH", str(published / "analytics.duckdb"))
    monkeypatch.setenv("SEGMENT", "0")
    before = tree(published)
    ended = run(module)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "ANALYTICS_PATH" in ended.stderr and "REPORT_PATH" in ended.stderr
    assert tree(published) == before


def test_a_program_that_writes_the_published_database_does_not_stop_us(published):
    holding = [sys.executable, "-c", HOLD, published / "analytics.duckdb"]
    for sql, is_fine in (("select 1", True), ("create table mine as select 1", False)):
        with subprocess.Popen(
            [*holding, sql], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as holder:
            holder.stdout.readline()
            if is_fine:
                assert publish_home(published)["orders"] == 3
            else:
                with pytest.raises(PublishError, match="'main.mine'"):
                    publish_home(published)
            holder.stdin.write(b"\n")
            holder.stdin.close()


def test_published_files_of_earlier_versions_are_ours(published, pages):
    file = published / "exports" / "manifest.json"
    manifest = json.loads(file.read_text())
    assert manifest.pop("written_by") == "customer_segmentation"
    assert manifest.pop("layout_version") == 1
    file.write_text(json.dumps(manifest, indent=2) + "\n")
    publish_home(published)
    # The first version listed no files.
    manifest.pop("files")
    manifest.pop("published_at")
    file.write_text(json.dumps(manifest, indent=2) + "\n")
    publish_home(published)
    publish_home(published)
    assert read(
        published / "analytics.duckdb", "select count(*) from marts.orders"
    ) == [(3,)]


def test_a_report_of_an_earlier_version_is_ours(tmp_path, pages):
    make_report_warehouse(tmp_path / "w.duckdb", {"Large": 30, "Other": 15})
    page = tmp_path / "page.html"
    assert MARK in pages.decode()
    page.write_text(pages.decode().replace(f"{MARK}\n", ""))
    write_report(tmp_path / "w.duckdb", page)
    assert page.read_bytes() == pages


def test_a_page_of_somebody_else_is_not_replaced(tmp_path):
    make_report_warehouse(tmp_path / "w.duckdb", {"Large": 30, "Other": 15})
    page = tmp_path / "page.html"
    page.write_text(f"<html>{MARK}</html>")
    before = tree(tmp_path)
    with pytest.raises(ReportError, match="REPORT_PATH .* is no report"):
        write_report(tmp_path / "w.duckdb", page)
    with pytest.raises(ReportError, match="WAREHOUSE_PATH .* and REPORT_PATH"):
        write_report(tmp_path / "w.duckdb", tmp_path / "w.duckdb")
    page.unlink()
    (tmp_path / ".page.html.new").symlink_to(tmp_path / "w.duckdb")
    with pytest.raises(ReportError, match="is a link"):
        write_report(tmp_path / "w.duckdb", page)
    (tmp_path / ".page.html.new").unlink()
    assert tree(tmp_path).items() < before.items()


def test_only_parquet_files_of_ours_are_discarded(published):
    publish_home(published)
    previous = published / ".exports.previous"
    (previous / "manifest.json").unlink()
    discard(previous)
    assert not previous.exists()
    previous.mkdir()
    duckdb.sql("select 1 as mine").write_parquet(str(previous / "mine.parquet"))
    (published / ".half.new").mkdir()
    (published / ".half.new" / "manifest.json").write_text('{\n  "run_id": "r')
    half = (published / "exports" / "orders.parquet").read_bytes()[:99]
    (published / ".half.new" / "orders.parquet").write_bytes(half)
    before = tree(published)
    with pytest.raises(PlaceError, match="mine.parquet' is not of this project"):
        discard(published / ".half.new", previous)
    assert tree(published) == before
    discard(published / ".half.new")
    assert not (published / ".half.new").exists()


def test_a_mounted_folder_cannot_be_exchanged(published, monkeypatch):
    monkeypatch.setattr("os.path.ismount", lambda path: path.name == "exports")
    with pytest.raises(PublishError, match="EXPORTS_PATH .* is a mounted drive"):
        publish_home(published)


def test_a_failure_of_the_system_is_said_without_its_number(published, monkeypatch):
    def fail(*places):
        raise OSError(28, "No space left on device", "/full")

    monkeypatch.setattr(publishing, "stage", fail)
    with pytest.raises(PublishError) as error:
        publish_home(published)
    assert str(error.value) == (
        "The marts could not be published: No space left on device, '/full'."
    )

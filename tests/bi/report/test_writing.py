"""The whole report is written, or a message is printed and the old page stays."""

import subprocess
import sys

import duckdb
import pytest

from bi import lock
from bi.report import ReportError, write_report
from tests.bi.report.warehouse import make_warehouse

SEGMENTS = {"Large": 30, "Other": 15}


def test_a_missing_warehouse_gets_one_sentence(tmp_path):
    with pytest.raises(ReportError) as error:
        write_report(tmp_path / "no.duckdb", tmp_path / "page.html")
    assert str(error.value) == (
        f"There is no warehouse '{tmp_path / 'no.duckdb'}': run `make build`."
    )
    assert list(tmp_path.iterdir()) == []


def test_missing_tables_leave_the_old_page(tmp_path):
    warehouse, page = tmp_path / "w.duckdb", tmp_path / "out" / "page.html"
    make_warehouse(warehouse, SEGMENTS)
    write_report(warehouse, page)
    before = page.read_bytes()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table marts.data_quality")
    with pytest.raises(ReportError, match="run `dbt build`.*data_quality"):
        write_report(warehouse, page)
    assert page.read_bytes() == before
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]


def test_the_error_of_a_locked_warehouse_names_the_process(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "LOCK_WAIT_SECONDS", 0)
    make_warehouse(tmp_path / "w.duckdb", SEGMENTS)
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{hold}; sys.stdin.read()", tmp_path / "w.duckdb"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        holder.stdout.readline()
        with pytest.raises(ReportError, match=f"{holder.pid}.*Close the program"):
            write_report(tmp_path / "w.duckdb", tmp_path / "page.html")
        holder.stdin.close()


def test_an_unwritable_place_gets_one_sentence(tmp_path):
    make_warehouse(tmp_path / "w.duckdb", SEGMENTS)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ReportError, match="could not be written"):
        write_report(tmp_path / "w.duckdb", tmp_path / "file" / "page.html")


def run_module(folder, monkeypatch):
    """Run `python -m bi.report` on the warehouse in a folder."""
    monkeypatch.setenv("WAREHOUSE_PATH", str(folder / "w.duckdb"))
    monkeypatch.setenv("REPORT_PATH", str(folder / "page.html"))
    command = [sys.executable, "-m", "bi.report"]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_command_says_where_the_page_is_or_what_is_wrong(tmp_path, monkeypatch):
    failed = run_module(tmp_path, monkeypatch)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("There is no warehouse")
    assert failed.stderr.count("\n") == 1
    make_warehouse(tmp_path / "w.duckdb", SEGMENTS)
    written = run_module(tmp_path, monkeypatch)
    assert (written.returncode, written.stderr) == (0, "")
    assert written.stdout == f"The report is in {tmp_path / 'page.html'}\n"

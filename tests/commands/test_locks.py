"""Only one command at a time writes the warehouse."""

import os
import subprocess
import sys

import duckdb
import pytest

from bi import lock
from commands import build, compare
from commands.running import build_table


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setattr(lock, "LOCK_WAIT_SECONDS", 0)
    for module in (build, build_table):
        monkeypatch.setattr(module, "run_dbt", lambda *words: pytest.fail("dbt ran"))
    return tmp_path / "warehouse.duckdb"


@pytest.mark.parametrize("command", [build, compare])
def test_a_second_command_names_the_first(warehouse, command, capsys):
    with lock.hold(warehouse):
        assert command.main() == 1
    assert f"warehouse.duckdb' is being written by process {os.getpid()}" in (
        capsys.readouterr().err
    )


def test_a_program_that_reads_the_warehouse_is_named(warehouse, capsys):
    duckdb.connect(str(warehouse)).close()
    program = "import duckdb, sys; held = duckdb.connect(sys.argv[1], read_only=True)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{program}; print(1, flush=True); input()", warehouse],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as holder:
        holder.stdout.readline()
        assert build.main() == 1
        holder.stdin.close()
    said = capsys.readouterr().err
    assert f"is open in process {holder.pid} (" in said
    assert "Close the program" in said


def test_a_warehouse_that_is_no_database_is_named(warehouse, capsys):
    warehouse.write_text("Dear Sir or Madam, ...")
    assert build.main() == 1
    assert "cannot be opened" in capsys.readouterr().err


def test_a_folder_without_write_access_is_named(warehouse, monkeypatch, capsys):
    warehouse.with_name("file").touch()
    monkeypatch.setenv("WAREHOUSE_PATH", str(warehouse.with_name("file") / "a.duckdb"))
    assert build.main() == 1
    assert "cannot be written, because" in capsys.readouterr().err

"""Temporary names beside our places may belong to somebody else."""

import shutil
import subprocess
import sys

import pytest

from tests.bi.places.conftest import publish_home
from tests.bi.places.makers import linked, text
from tests.bi.publishing.marts_warehouse import make_warehouse


@pytest.mark.parametrize("setting", ["ANALYTICS_PATH", "WAREHOUSE_PATH"])
def test_the_log_of_another_database_is_not_removed(home, refused, setting):
    write = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1])"
    write += "; c.execute('create table theirs as select 1'); os._exit(0)"
    subprocess.run([sys.executable, "-c", write, home / "other.duckdb"], check=True)
    shutil.move(home / "other.duckdb.wal", home / "place.wal")
    assert "place.wal" in refused(home, **{setting: home / "place"})
    # DuckDB would apply this log to a database of ours.
    if setting == "ANALYTICS_PATH":
        make_warehouse(home / "warehouse.duckdb", 3)
        publish_home(home)
        shutil.move(home / "place.wal", home / "analytics.duckdb.wal")
        said = refused(home, ANALYTICS_PATH=home / "analytics.duckdb")
        assert "'main.theirs'" in said


@pytest.mark.parametrize("suffix", ["new", "previous"])
def test_hidden_folders_of_somebody_else_are_refused(published, refused, suffix):
    text(published / f".exports.{suffix}" / "thesis.txt")
    said = refused(published)
    assert "EXPORTS_PATH" in said and f".exports.{suffix}/thesis.txt" in said


def test_hidden_names_of_folders_and_links_are_refused(published, refused):
    text(published / "thesis.txt")
    (published / ".analytics.duckdb.new").symlink_to(published / "thesis.txt")
    assert ".analytics.duckdb.new' is a link" in refused(published)
    (published / ".analytics.duckdb.new").unlink()
    text(published / ".analytics.duckdb.new" / "a.txt")
    assert ".analytics.duckdb.new/a.txt' was not" in refused(published)


@pytest.mark.parametrize("make", [text, linked(text)])
def test_a_lock_file_of_somebody_else_is_refused(published, refused, make):
    make(published / ".analytics.duckdb.lock")
    assert "analytics.duckdb' cannot be written" in refused(published)

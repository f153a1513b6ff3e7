"""Publishing waits for locks, then names the processes that still have them."""

import contextlib
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bi import lock
from bi.publish import PublishError, publish
from tests.bi.publishing.readers import read_database, read_exports


@contextlib.contextmanager
def running(program, *arguments):
    """Run a Python program until the block ends, after it has printed that it began."""
    with subprocess.Popen(
        [sys.executable, "-c", f"{program}\nprint(1, flush=True)\ninput()", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        process.stdout.readline()
        yield process
        process.stdin.close()


def test_the_error_names_the_process_that_locks_the_warehouse(places, monkeypatch):
    monkeypatch.setattr(lock, "LOCK_WAIT_SECONDS", 0)
    program = "import duckdb, sys; held = duckdb.connect(sys.argv[1])"
    with running(program, str(places[0])) as holder:
        named = rf"process {holder.pid} \(.*python.*Close the program"
        with pytest.raises(PublishError, match=named):
            publish(*places)


def test_publishing_waits_for_a_lock_to_end(places):
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


def test_the_error_names_another_publication(places, monkeypatch):
    monkeypatch.setattr(lock, "LOCK_WAIT_SECONDS", 0)
    with running(HOLD, str(places[1])) as holder:
        with pytest.raises(
            PublishError, match=f"being written by process {holder.pid}"
        ):
            publish(*places)
        holder.kill()
        holder.wait()
        assert publish(*places)["orders"] == 3


def test_two_publications_run_one_after_the_other(places):
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(publish, *places) for _ in range(4)]
    assert [run.result()["orders"] for run in runs] == [3] * 4
    assert read_exports(places[2]) == read_database(places[1])


def test_a_file_that_is_no_database_is_an_error_at_once(places):
    places[0].write_text("Dear Sir or Madam, ...")
    began = time.monotonic()
    with pytest.raises(PublishError, match="cannot be opened:.*not a valid DuckDB"):
        publish(*places)
    assert time.monotonic() - began < lock.LOCK_WAIT_SECONDS / 3

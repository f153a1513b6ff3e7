"""`run_dbt` prints events of dbt as sentences."""

import subprocess
import sys

import dbt_common.events.types
import pytest
from dbt.adapters.events import types as adapter_events
from dbt.events import types as core_events

from commands.running.dbt import SHOWN, run_dbt
from commands.terminal import open_console
from tests.pipeline.project import ROOT

INTERRUPTED = """
import os, signal, sys
from commands.running.dbt import run_dbt

class Console:
    def print(self, sentence, style):
        print(sentence, flush=True)
        if "seeds." in sentence:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(run_dbt(["seed"], Console()))
"""


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_dbt_knows_every_event_that_is_shown(name):
    places = (core_events, adapter_events, dbt_common.events.types)
    assert any(hasattr(place, name) for place in places)


def test_an_error_at_the_start_is_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    words = ["build", "--target", "nowhere"]
    assert run_dbt(words, open_console()) == 2
    said = capsys.readouterr().out
    assert "does not have a target named 'nowhere'" in said
    assert "{" not in said
    assert "nowhere" in (tmp_path / "logs" / "dbt.log").read_text()


def test_an_interruption_is_printed_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stdout.splitlines()[-1] == "dbt was interrupted."
    assert "Traceback" not in run.stdout + run.stderr

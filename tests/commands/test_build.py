"""`make build` publishes after dbt, and stops if a step fails."""

import pytest

from bi.publish import PublishError, TargetError
from commands import build
from commands.running.print_segments import print_segments


@pytest.fixture
def done(monkeypatch, tmp_path):
    """Replace each step, and return the steps that ran."""
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setattr(build, "run_dbt", lambda *words: 0)
    taken = []
    for step in ("publish", "write_report", "print_summary"):
        monkeypatch.setattr(build, step, lambda *words, step=step: taken.append(step))
    return taken


def failing(error):
    def fail(*words):
        raise error

    return fail


def test_all_steps_follow_dbt(done):
    assert build.main() == 0
    assert done == ["publish", "write_report", "print_summary"]


def test_a_failed_remote_place_does_not_stop_the_build(done, monkeypatch, capsys):
    monkeypatch.setattr(build, "publish", failing(TargetError("No such bucket.")))
    assert build.main() == 1
    assert done == ["write_report", "print_summary"]
    assert "No such bucket." in capsys.readouterr().err


def test_failed_publishing_stops_the_build(done, monkeypatch, capsys):
    monkeypatch.setattr(build, "publish", failing(PublishError("No marts.")))
    assert build.main() == 1
    assert done == []
    assert "No marts." in capsys.readouterr().err


def test_a_failed_dbt_publishes_nothing(done, monkeypatch):
    monkeypatch.setattr(build, "run_dbt", lambda *words: 2)
    assert build.main() == 2
    assert done == []


def test_the_summary_warns_that_segments_are_no_groups(capsys):
    segments = [(0, "Best", 20, 0.5, "Keep them")]
    print_segments(segments, {"Query it": "a.duckdb"}, "These are slices.")
    *table, warning, place = capsys.readouterr().out.splitlines()
    assert any("Best" in line for line in table)
    assert warning == "These are slices."
    assert "a.duckdb" in place
    print_segments(segments, {})
    assert "slices" not in capsys.readouterr().out

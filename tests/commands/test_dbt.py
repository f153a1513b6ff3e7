"""What dbt says while it builds: some of its events, in sentences."""

import dbt_common.events.types
import pytest
from dbt.adapters.events import types as adapter_events
from dbt.events import types as core_events

from commands.running.dbt import SHOWN, run_dbt
from commands.terminal import open_console


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_dbt_knows_every_event_that_is_shown(name):
    places = (core_events, adapter_events, dbt_common.events.types)
    assert any(hasattr(place, name) for place in places)


def test_why_dbt_does_not_begin_is_said_in_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    words = ["build", "--target", "nowhere"]
    assert run_dbt(words, open_console()) == 2
    said = capsys.readouterr().out
    assert "does not have a target named 'nowhere'" in said
    assert "{" not in said
    assert "nowhere" in (tmp_path / "logs" / "dbt.log").read_text()

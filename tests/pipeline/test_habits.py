"""Usual dbt commands work on a fresh clone and do not empty built tables."""

import json

import pytest

from tests.pipeline.conftest import copy
from tests.pipeline.project import OF_THE_LAST_BUILD, ROOT, Project

# Words are separated by `|`. Commands with `--empty` come first: they use a warehouse
# in memory, and dbt parses again when the warehouse changes.
HABITS = (
    "build|--empty",
    "build|--empty|--select|segmentation__customers",
    "ls",
    "show|--inline|select 1 as one",
    "compile",
    "docs|generate",
    "source|freshness",
    "ls|--select|state:modified|--state|{state}",
    "clone|--state|{state}",
    "build|--select|state:modified|--state|{state}",
    "test",
    "build|--select|+segmentation__customer_features",
    "retry",
    # The backtest would take a minute.
    "build|--select|marts|--exclude|tag:backtest",
    "run|--full-refresh",
)
# Tables with one row per run, and tables that contain only the last run.
OF_RUNS = {"marts.data_quality", *(f"intermediate.{one}" for one in OF_THE_LAST_BUILD)}


def run_all(project, state, on):
    """Run all commands; return each with its errors and the rows of tables after it."""
    commands = [habit.format(state=state.folder / "target") for habit in HABITS]
    words = ["-m", "tests.pipeline.dbt_commands", on, json.dumps(commands)]
    run = project._run(words, {})
    said = [json.loads(line) for line in run.stdout.splitlines() if line[:1] == "["]
    assert [command for command, *_ in said] == commands, run.stdout + run.stderr
    return said


@pytest.mark.long
def test_a_fresh_clone_takes_every_habit(sample, tmp_path):
    project = Project(tmp_path)
    said = run_all(project, sample, "fresh")
    assert {command: errors for command, errors, _ in said if errors} == {}
    # The last command builds everything except seeds, which dbt has loaded before.
    assert project.tables("seeds") == sample.tables("seeds")
    customers = "marts.customers"
    assert project.tables("marts")[customers] == sample.tables("marts")[customers]


def test_a_built_warehouse_takes_every_habit_and_keeps_its_rows(sample, tmp_path):
    project = copy(sample, tmp_path / "copy")
    said = run_all(project, sample, "built")
    assert {command: errors for command, errors, _ in said if errors} == {}
    expected = {name: table.num_rows for name, table in sample.tables().items()}
    for command, _, rows in said:
        changed = {
            name: (count, rows.get(name))
            for name, count in expected.items()
            if name not in OF_RUNS and rows.get(name) != count
        }
        assert changed == {}, command


def test_another_folder_is_as_good_as_the_projects_own(sample, tmp_path):
    project = copy(sample, tmp_path / "copy")
    project.root = tmp_path / "elsewhere"
    project.root.mkdir()
    place = ("--project-dir", str(ROOT), "--profiles-dir", str(ROOT))
    run = project.dbt("build", "--select", "segmentation__time_spine_daily", *place)
    assert run.returncode == 0, run.stdout
    assert list(project.root.iterdir()) == []


def test_a_var_with_a_typing_error_builds_nothing(sample, tmp_path):
    project = copy(sample, tmp_path / "copy")
    run = project.dbt("build", variables={"n_segmets": 5})
    assert run.returncode != 0
    assert "There is no var 'n_segmets'. Did you mean 'n_segments'?" in run.stdout
    assert "model" not in run.stdout.partition("Concurrency")[2]

"""The inputs of `make build` are checked before dbt starts."""

import os
import subprocess
import sys

import pytest
import yaml
from dbt.cli.main import dbtRunner

from commands.running.inputs import known_vars, read_inputs
from ingest.errors import OrdersError
from tests.pipeline.project import ROOT

# Vars for which any text is a valid value.
TEXTS = {
    *("orders_source", "orders_path", "sources_path", "events_source", "events_path"),
    *("champion_version", "currency", "orders_time_zone"),
    # The value of these vars may also be a mapping.
    *("orders_relation", "events_relation", "customer_mapping_relation"),
}
REFUSED = [
    ({"ORDERS": "no/such.csv"}, "There is no file 'no/such.csv'."),
    ({"ORDERS": "ingest"}, "'ingest' has files of several kinds"),
    ({"EVENTS": "no/such.csv"}, "There is no file 'no/such.csv'."),
    ({"SOURCES_PATH": "no/such"}, "sources_path 'no/such' is not a folder."),
    ({"SOURCE": "shops"}, "There is no orders_source called 'shops'."),
    ({"SOURCE": "customer_events"}, "is for events, not for orders"),
    ({"EVENTS_SOURCE": "sample"}, "is for orders, not for events"),
    ({"TARGET": "ducks"}, "There is no target 'ducks'. Did you mean 'duckdb'?"),
    ({"VARS": "{n_segmets: 5}"}, "no var 'n_segmets'. Did you mean 'n_segments'?"),
    ({"VARS": "{colour: red}"}, "There is no var 'colour'."),
    ({"VARS": "n_segments 5"}, "VARS has to be a mapping"),
    ({"VARS": "{n_segments: "}, "VARS has to be a mapping"),
    ({"VARS": "{as_of_date: 2024-13-45}"}, "cannot be read: month must be in 1..12."),
]
OUT_OF_RANGE = [
    ("{n_segments: banana}", "'banana' is not in list"),
    ("{n_segments: 0}", "0 is not in list"),
    ("{n_segments: 500}", "500 is not in list"),
    ("{history_months: -3}", "-3 is not in range"),
    ("{reject_error_ratio: 7}", "0 <= var('reject_error_ratio', 0) <= 1"),
    ("{as_of_date: '2024-13-45'}", "time data '2024-13-45' does not match"),
    ("{retrain: perhaps}", "'perhaps' is not in list"),
    ("{expected_margin_rate: 1.5}", "or -1 <= var('expected_margin_rate', 0) <= 1"),
    ("{expected_margin_rate: a third}", "or -1 <= var('expected_margin_rate', 0) <= 1"),
    ("{lifetime_years: 0}", "0 is not in range"),
    ("{lifetime_years: 2.5}", "range(1, 11).index(var('lifetime_years', 1))"),
    ("{yearly_discount_rate: 10}", "0 <= var('yearly_discount_rate', 0) <= 1"),
    ("{churn_days: soon}", "range(1, 36501).index(var('churn_days', 1))"),
]


@pytest.mark.parametrize(("environment", "sentence"), REFUSED)
def test_an_input_that_does_not_exist_is_refused_in_one_sentence(environment, sentence):
    with pytest.raises(OrdersError) as error:
        read_inputs(environment)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_make_variables_become_vars_of_dbt():
    given = {
        "ORDERS": "s3://shop/orders.csv",
        "EVENTS": "none",
        "SOURCE": "dataco",
        "SOURCES_PATH": "",
        "VARS": "{n_segments: 5, as_of_date: 2025-01-31, orders_source: sample}",
    }
    assert read_inputs(given) == {
        "orders_path": "s3://shop/orders.csv",
        "orders_source": "dataco",
        "events_path": "none",
        "n_segments": 5,
        "as_of_date": "2025-01-31",
    }


def test_files_for_spark_are_not_checked_here():
    given = {"TARGET": "spark", "ORDERS": "no/such/folder"}
    assert read_inputs(given) == {"orders_path": "no/such/folder"}


@pytest.mark.parametrize(("given", "reason"), OUT_OF_RANGE)
def test_an_invalid_var_stops_dbt_before_it_parses_models(
    given, reason, tmp_path, monkeypatch
):
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    place = ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
    words = ["--log-level", "none", "ls", "--vars", given, *place]
    said = str(dbtRunner().invoke(words).exception)
    assert "Could not render {{" in said
    assert reason in said


def test_an_invalid_var_builds_nothing(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "commands.build"],
        cwd=ROOT,
        env={
            **os.environ,
            "VARS": "{n_segments: 500}",
            "WAREHOUSE_PATH": str(tmp_path / "warehouse.duckdb"),
            "DBT_TARGET_PATH": str(tmp_path / "target"),
            "DBT_LOG_PATH": str(tmp_path / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    first, *others = run.stderr.splitlines()
    assert first.endswith("var('n_segments', '')) }}: 500 is not in list")
    assert [line[:18] for line in others] == ["The build stopped."]
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_every_var_besides_texts_has_a_rule():
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text())
    rules = project["seeds"]["customer_segmentation"]["sample_orders"]["+meta"]
    assert {*rules} == {*known_vars()} - TEXTS
    for name, rule in rules.items():
        assert f"var('{name}'" in rule

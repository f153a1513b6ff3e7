"""Run the dbt unit tests."""

import json

import duckdb

from ml.forecasts.prediction_model import STORED_SCHEMA as FORECASTS
from ml.segments.former_models import STORED_SCHEMA as SEGMENTS
from tests.pipeline.project import Project

ORDERS = "order_id,customer_id,ordered_at,sales_amount\n1,1,2024-01-01 00:00:00,1\n"


def hold_untrained_models(warehouse):
    """Create the models that would otherwise have to be trained."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.register("untrained", SEGMENTS.empty_table())
        connection.register("nothing_learned", FORECASTS.empty_table())
        connection.execute("""
            create schema segmentation;
            create table segmentation.segment_model as from untrained;
            create schema predictions;
            create table predictions.prediction_model as from nothing_learned;
            create schema marts;
            create table marts.backtest as
            select date '2024-01-01' as cut_date, 30 as horizon_days,
            '' as target, '' as method,
            cast(null as struct(
                decile integer, customers integer,
                mean_forecast double, mean_actual double
            )[]) as calibration
        """)


def test_every_dbt_unit_test_is_run_and_passes(tmp_path):
    project = Project(tmp_path)
    orders = tmp_path / "orders.csv"
    orders.write_text(ORDERS)
    hold_untrained_models(project.warehouse)
    # One dbt run has seeds and models; each model follows its unit tests.
    run = project.dbt(
        "build",
        *["--select", "resource_type:unit_test", "resource_type:seed", "file:*.sql"],
        *["segmentation__order_lines", "segmentation__events"],
        *[
            "segmentation__purchase_model",
            "segmentation__purchase_expectations",
            "segmentation__customer_forecasts",
            "segmentation__customer_reasons",
            "segmentation__segment_contributions",
        ],
        *["--exclude", "resource_type:test"],
        variables={"orders_source": "sample", "orders_path": str(orders)},
        DBT_WRITE_JSON="true",
    )
    assert run.returncode == 0, run.stdout

    manifest = json.loads((tmp_path / "target" / "manifest.json").read_text())
    results = json.loads((tmp_path / "target" / "run_results.json").read_text())
    statuses = {
        result["unique_id"]: result["status"]
        for result in results["results"]
        if result["unique_id"] in manifest["unit_tests"]
    }
    assert statuses
    assert statuses == dict.fromkeys(manifest["unit_tests"], "pass")

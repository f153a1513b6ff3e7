"""The dbt unit tests: the SQL does what its names say."""

import json

import duckdb

from ml.model_table import SCHEMA
from tests.pipeline.project import Project

ORDERS = "order_id,customer_id,ordered_at,sales_amount\n1,1,2024-01-01 00:00:00,1\n"


def hold_an_untrained_champion(warehouse):
    """Make the parent that would have to be trained."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.register("untrained", SCHEMA.empty_table())
        connection.execute("create schema segmentation")
        connection.execute(
            "create table segmentation.segment_model as"
            " select *, now() as trained_at from untrained"
        )


def test_every_dbt_unit_test_is_run_and_passes(tmp_path):
    project = Project(tmp_path)
    orders = tmp_path / "orders.csv"
    orders.write_text(ORDERS)
    hold_an_untrained_champion(project.warehouse)
    # Seeds and models in one dbt, each model after its unit tests.
    run = project.dbt(
        "build",
        *["--select", "resource_type:unit_test", "resource_type:seed", "file:*.sql"],
        *["purchase_model", "purchase_expectations"],
        *["--exclude", "resource_type:test"],
        variables={"orders_source": "sample", "orders_path": str(orders)},
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

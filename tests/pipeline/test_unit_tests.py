"""The dbt unit tests: the SQL does what its names say."""

import json
import os
import subprocess
import sys

import duckdb

from ml.model_table import SCHEMA
from tests.pipeline.test_staging import ROOT

ORDERS = "order_id,customer_id,ordered_at,sales_amount\n1,1,2024-01-01 00:00:00,1\n"


def hold_an_untrained_champion(warehouse):
    """Make the one parent that no SQL makes, so that nothing has to be trained."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.register("untrained", SCHEMA.empty_table())
        connection.execute("create schema segmentation")
        connection.execute(
            "create table segmentation.segment_model as"
            " select *, now() as trained_at from untrained"
        )


def build_sql_and_unit_tests(warehouse, orders):
    """Build seeds and SQL models in one dbt, each after its unit tests."""
    variables = {"orders_source": "sample", "orders_path": str(orders)}
    selection = ["resource_type:unit_test", "resource_type:seed", "file:*.sql"]
    return subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "build"]
        + ["--select", *selection, "--exclude", "resource_type:test"]
        + ["--vars", json.dumps(variables)]
        + ["--target-path", str(warehouse.parent / "target")]
        + ["--log-path", str(warehouse.parent / "logs")],
        cwd=ROOT,
        env={**os.environ, "WAREHOUSE_PATH": str(warehouse)},
        capture_output=True,
        text=True,
    )


def test_every_dbt_unit_test_is_run_and_passes(tmp_path):
    warehouse = tmp_path / "warehouse.duckdb"
    orders = tmp_path / "orders.csv"
    orders.write_text(ORDERS)
    hold_an_untrained_champion(warehouse)
    run = build_sql_and_unit_tests(warehouse, orders)
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

"""The dbt unit tests: the SQL does what its names say."""

import json
import os
import subprocess
import sys

from tests.pipeline.test_staging import ROOT, dbt_build


def test_every_dbt_unit_test_passes(tmp_path):
    warehouse = tmp_path / "warehouse.duckdb"
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "order_id,customer_id,ordered_at,sales_amount\n1,1,2024-01-01 00:00:00,1\n"
    )
    built = dbt_build(
        warehouse,
        select="staging intermediate features",
        orders_source="sample",
        orders_path=str(orders),
    )
    assert built.returncode == 0, built.stdout
    run = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "test"]
        + ["--select", "test_type:unit", "--vars", json.dumps({})]
        + ["--target-path", str(tmp_path / "target")]
        + ["--log-path", str(tmp_path / "logs")],
        cwd=ROOT,
        env={**os.environ, "WAREHOUSE_PATH": str(warehouse)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    assert "PASS=0" not in run.stdout

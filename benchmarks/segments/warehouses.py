"""Warehouses to measure on: built by dbt into a folder, read as customers."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ml.customers.customers import Customers
from ml.customers.panel import Panel
from ml.customers.sampling import sample_customers, sample_earlier

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
LIMIT = 50_000


def build(
    folder: Path, source: str, path: Path | str, *arguments: str, **variables
) -> Path:
    """Build a warehouse with dbt, without its tests, and return it.

    Raises
    ------
    subprocess.CalledProcessError
        The build failed.
    """
    warehouse = folder / f"{source}_{Path(path).stem}.duckdb"
    program = "from dbt.cli.main import cli; cli()"
    variables |= {"orders_source": source, "orders_path": str(path)}
    words = ["--quiet", "build", *arguments, "--vars", json.dumps(variables)]
    words += [
        "--exclude",
        "resource_type:test",
        "resource_type:unit_test",
        "tag:compare",
        "tag:backtest",
    ]
    words += ["--indirect-selection", "cautious"]
    subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=ROOT,
        check=True,
        env={
            **os.environ,
            "WAREHOUSE_PATH": str(warehouse),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
    )
    return warehouse


@contextmanager
def opened(warehouse: Path):
    """Yield a connection that reads a warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def read_customers(connection) -> tuple[Customers, Customers]:
    """Return the customers of today and those of the earlier date, as training does."""
    tables = [
        connection.sql(f"select * from features.{name}")
        for name in (
            "customer_encoder_inputs",
            "customer_features",
            "customer_encoder_inputs_earlier",
        )
    ]
    inputs, features, earlier = tables
    return (
        sample_customers(connection, inputs, features, LIMIT),
        sample_earlier(connection, inputs, earlier, LIMIT),
    )


def read_panel(connection) -> Panel:
    """Return the monthly panel."""
    names = (
        "customer_encoder_inputs",
        "customer_encoder_inputs_monthly",
        "customer_features_monthly",
    )
    return Panel(
        connection,
        *(connection.sql(f"select * from features.{name}") for name in names),
    )


def read_ids(connection) -> list[str]:
    """Return the ids of the customers of `read_customers`, where all were taken."""
    rows = connection.execute(
        "select customer_id from features.customer_encoder_inputs order by customer_id"
    ).fetchall()
    return [one for (one,) in rows]

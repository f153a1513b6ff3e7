"""Run dbt as a process and measure it."""

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.processes import Finished, run

PROGRAM = "from dbt.cli.main import cli; cli()"
WITHOUT_TESTS = (
    *("--exclude", "resource_type:test", "resource_type:unit_test"),
    *("tag:compare", "tag:backtest", "--indirect-selection", "cautious"),
)
DATA_LAYER = ("--select", "+segmentation__customer_features", *WITHOUT_TESTS)
# The models of dbt in which training takes place.
TRAINING = (
    "segmentation__segment_model",
    "segmentation__purchase_model",
    "segmentation__prediction_model",
)


@dataclass(frozen=True)
class Built:
    """The measurements of a run of dbt.

    Attributes
    ----------
    sql_seconds : float
        Seconds in which dbt made at least one table. In the remaining time, dbt
        imports, parses and plans.
    process : Finished
    """

    sql_seconds: float
    process: Finished


def build(
    warehouse: Path,
    orders: Path | str,
    *words: str,
    source: str = "sample",
    memory_limit: str | None = None,
    **variables,
) -> Built:
    """Run `dbt build` with these arguments on a warehouse.

    Raises
    ------
    subprocess.CalledProcessError
        The build failed.
    """
    variables |= {"orders_source": source, "orders_path": str(orders)}
    words = ("build", "--vars", json.dumps(variables), *words)
    return run_dbt(warehouse, *words, memory_limit=memory_limit)


def run_dbt(warehouse: Path, *words: str, memory_limit: str | None = None) -> Built:
    """Run dbt on a warehouse."""
    folder = logs_of(warehouse)
    environment = {
        "WAREHOUSE_PATH": str(warehouse),
        "DBT_TARGET_PATH": str(folder),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    if memory_limit:
        environment["WAREHOUSE_MEMORY_LIMIT"] = memory_limit
    finished = run(
        *(sys.executable, "-W", "ignore", "-c", PROGRAM, "--quiet", *words),
        environment=environment,
    )
    return Built(read_seconds(folder), finished)


def logs_of(warehouse: Path) -> Path:
    """Return the folder of the artifacts and logs of dbt."""
    return warehouse.with_suffix(".target")


def read_seconds(folder: Path) -> float:
    """Return the seconds during which the last run of dbt made at least one table.

    If tables are made at the same time, the time counts once. The time of tests and of
    training does not count.
    """
    spans = sorted(
        (
            datetime.fromisoformat(timing["started_at"]),
            datetime.fromisoformat(timing["completed_at"]),
        )
        for result in json.loads((folder / "run_results.json").read_text())["results"]
        if not result["unique_id"].startswith("test.")
        and result["unique_id"].split(".")[-1] not in TRAINING
        for timing in result["timing"]
        if timing["name"] == "execute"
    )
    seconds, covered_until = 0.0, spans[0][0]
    for start, end in spans:
        seconds += max((end - max(start, covered_until)).total_seconds(), 0.0)
        covered_until = max(covered_until, end)
    return seconds


def forget(warehouse: Path) -> None:
    """Remove a warehouse, so that the next build starts without one."""
    for path in warehouse.parent.glob(f"{warehouse.name}*"):
        path.unlink()

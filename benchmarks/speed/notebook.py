"""The section of the study's notebook: its method beside a whole build."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.builds import build, forget
from benchmarks.processes import ROOT, Finished, run
from benchmarks.speed.request import Request
from benchmarks.wording import row, spread, table

ORDERS = ROOT.parent / "shared" / "data" / "customer_orders.csv"


def measure_notebook(folder: Path, request: Request) -> Iterator[str]:
    """Measure the study's script, a first build and a daily one."""
    if not ORDERS.exists():
        yield f"Not measured: {ORDERS.name} is absent, it lies in ../shared/data."
        return
    rounds = [measure_once(folder) for _ in range(request.runs)]
    study, first, daily = zip(*rounds, strict=True)
    yield (
        "On customer_orders.csv, whole processes from start to end. The study's way is "
        "one script: pandas cleans and describes, an autoencoder learns for 50 epochs, "
        "K-Means is tried with 2 to 10 segments, four are drawn. Beside it `dbt build` "
        "with all data tests, history, marts and forecasts: into an empty warehouse, "
        "and again into the same."
    )
    yield ""
    yield from table("process", "seconds", "peak memory in MB")
    for name, runs in (
        ("the study's script", study),
        ("`dbt build`, first", first),
        ("`dbt build`, daily", daily),
    ):
        yield row(
            name,
            spread(one.seconds for one in runs),
            spread((one.peak_megabytes for one in runs), 0),
        )
    whole = median(one.seconds for one in study)
    yield ""
    yield from table("times as long as the study's script", "wanted", "found")
    for name, wanted, runs in (("first", "<= 3", first), ("daily", "<= 1", daily)):
        found = median(one.seconds for one in runs) / whole
        yield row(f"`dbt build`, {name}", wanted, f"{found:.2f}")


def measure_once(folder: Path) -> tuple[Finished, Finished, Finished]:
    """Run each of the three, one after the other."""
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
    study = run(
        *(sys.executable, "-W", "ignore", "-m", "benchmarks.rivals.study"),
        *(ORDERS, folder),
        environment=quiet,
    )
    warehouse = folder / "notebook.duckdb"
    forget(warehouse)
    first, daily = (
        build(warehouse, ORDERS, source="customer_orders").process for _ in range(2)
    )
    return study, first, daily

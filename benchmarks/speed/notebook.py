"""The section about the study: its method compared with a whole build."""

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
    """Measure the study's script, a first build and a daily build."""
    if not ORDERS.exists():
        yield f"Not measured: {ORDERS.name} is absent, it lies in ../shared/data."
        return
    rounds = [measure_once(folder) for _ in range(request.runs)]
    study, first, daily = zip(*rounds, strict=True)
    yield (
        "Seconds and memory of whole processes that read customer_orders.csv. The "
        "study's script cleans and describes customers with pandas, trains an "
        "autoencoder for 50 epochs, tries K-Means with 2 to 10 segments, and draws "
        "the customers in four segments. `dbt build` also runs all data tests and "
        "builds history, marts and forecasts. The first build starts with an empty "
        "warehouse, the daily build runs in the same warehouse afterwards."
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
    """Run the three processes one after the other."""
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

"""Measure the seconds of a training."""

import tempfile
import time
from pathlib import Path

from benchmarks.page import Line
from benchmarks.segments.training import SEED
from benchmarks.segments.warehouses import build, features_of, opened, read_samples
from ml.subprocesses import run_in_subprocess
from synthetic.generate import write_orders

TRAINED, RETRAINED = 50_000, 94_000


def seconds():
    """Yield the seconds of a training, and of a whole retraining by dbt."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield Line(
            f"Training of {TRAINED:,} customers, with TensorFlow's start",
            "<= 45",
            "",
            time_training(folder),
        )
        yield Line(
            f"Retraining of {RETRAINED:,} customers by dbt, with scoring",
            "<= 60",
            "",
            time_retraining(folder),
        )


def time_training(folder: Path) -> float:
    """Return the seconds of the process that trains, as a build starts it."""
    orders = folder / "trained.parquet"
    write_orders(orders, TRAINED, seed=4)
    with opened(features_of("sample", orders)) as connection:
        samples = read_samples(connection)
    request = {
        "source_name": "benchmark",
        "n_segments": 0,
        "random_seed": SEED,
        "feature_hash": "",
    }
    start = time.perf_counter()
    run_in_subprocess(
        "ml.segments.training.train_champion", samples, {"request": request}
    )
    return time.perf_counter() - start


def time_retraining(folder: Path) -> float:
    """Return the seconds of a build that trains again and scores everyone."""
    orders, warehouse = folder / "retrained.parquet", folder / "retrained.duckdb"
    write_orders(orders, RETRAINED, seed=5)
    build(warehouse, "sample", orders)
    start = time.perf_counter()
    selection = ("--select", "segmentation__int_customer_total_changes+")
    build(warehouse, "sample", orders, *selection, retrain=True)
    return time.perf_counter() - start

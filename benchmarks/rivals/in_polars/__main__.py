"""Compute the features of customers with Polars; print the seconds as JSON.

    python -m benchmarks.rivals.in_polars orders.parquet features.parquet

The script also writes lines with their verdicts, and orders with filled gaps.

The script runs in a separate environment and imports only `definitions` from the
project.
"""

import json
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks.rivals.in_polars.customers import derive_features
from benchmarks.rivals.in_polars.lines import judge, mark_repeats, read_lines
from benchmarks.rivals.in_polars.orders import assemble_orders, complete_orders
from benchmarks.rivals.in_polars.shipments import repair_shipments


def main() -> None:
    """Run the command line."""
    orders_path, features_path = sys.argv[1:]
    start = time.perf_counter()
    lines_path = Path(features_path).with_suffix(".lines.parquet")
    mark_repeats(judge(read_lines(orders_path))).sink_parquet(lines_path)
    lines = pl.scan_parquet(lines_path).filter(pl.col("verdict") == "accepted")
    orders = complete_orders(assemble_orders(lines)).collect(engine="streaming")
    orders = repair_shipments(orders)
    orders.write_parquet(Path(features_path).with_suffix(".orders.parquet"))
    features = derive_features(orders.lazy(), lines)
    features.collect(engine="streaming").write_parquet(features_path)
    print(json.dumps({"seconds": time.perf_counter() - start}))  # noqa: T201


if __name__ == "__main__":
    main()

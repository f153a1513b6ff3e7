"""Compute the features of customers with pandas; print the seconds as JSON.

    python -m benchmarks.rivals.in_pandas orders.parquet features.parquet

The script also writes lines with their verdicts, and orders with filled gaps.
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.rivals.in_pandas.customers import derive_features
from benchmarks.rivals.in_pandas.lines import judge, mark_repeats, read_lines
from benchmarks.rivals.in_pandas.orders import assemble_orders, complete_orders
from benchmarks.rivals.in_pandas.shipments import repair_shipments


def main() -> None:
    """Run the command line."""
    orders_path, features_path = sys.argv[1:]
    start = time.perf_counter()
    lines = mark_repeats(judge(read_lines(orders_path)))
    lines.to_parquet(Path(features_path).with_suffix(".lines.parquet"))
    lines = lines[lines.pop("verdict") == "accepted"]
    orders = complete_orders(assemble_orders(lines))
    repair_shipments(orders)
    orders.to_parquet(Path(features_path).with_suffix(".orders.parquet"))
    features = derive_features(orders, lines)
    features.to_parquet(features_path)
    print(json.dumps({"seconds": time.perf_counter() - start}))  # noqa: T201


if __name__ == "__main__":
    main()

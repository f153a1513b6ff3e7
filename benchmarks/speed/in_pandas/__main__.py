"""Compute the features of customers with pandas; print what it took as JSON.

python -m benchmarks.speed.in_pandas orders.parquet features.parquet
"""

import json
import sys
import time

from benchmarks.speed.in_pandas.customers import derive_features
from benchmarks.speed.in_pandas.lines import drop_repeats, judge, read_lines
from benchmarks.speed.in_pandas.orders import assemble_orders, complete_orders
from benchmarks.speed.in_pandas.shipments import repair_shipments


def main() -> None:
    """Run the command line."""
    orders_path, features_path = sys.argv[1:]
    start = time.perf_counter()
    lines = drop_repeats(judge(read_lines(orders_path)))
    orders = complete_orders(assemble_orders(lines))
    repair_shipments(orders)
    features = derive_features(orders, lines)
    features.to_parquet(features_path)
    print(json.dumps({"seconds": time.perf_counter() - start}))  # noqa: T201


if __name__ == "__main__":
    main()

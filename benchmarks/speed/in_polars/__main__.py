"""Compute the features of customers with Polars; print what it took as JSON.

    python -m benchmarks.speed.in_polars orders.parquet features.parquet

Run by an environment of its own (benchmarks/rivals/), so it imports only `meanings`.
"""

import json
import sys
import time

from benchmarks.speed.in_polars.customers import derive_features
from benchmarks.speed.in_polars.lines import drop_repeats, judge, read_lines
from benchmarks.speed.in_polars.orders import assemble_orders, complete_orders
from benchmarks.speed.in_polars.shipments import repair_shipments


def main() -> None:
    """Run the command line."""
    orders_path, features_path = sys.argv[1:]
    start = time.perf_counter()
    lines = drop_repeats(judge(read_lines(orders_path))).collect(engine="streaming")
    orders = complete_orders(assemble_orders(lines.lazy())).collect(engine="streaming")
    orders = repair_shipments(orders)
    features = derive_features(orders.lazy(), lines.lazy())
    features.collect(engine="streaming").write_parquet(features_path)
    print(json.dumps({"seconds": time.perf_counter() - start}))  # noqa: T201


if __name__ == "__main__":
    main()

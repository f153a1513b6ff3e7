"""Score all customers of a warehouse in SQL; print the seconds as JSON.

    python -m benchmarks.speed.score_in_sql warehouse.duckdb customer_segments.sql

The query is the compiled SQL of segmentation.customer_segments.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

from benchmarks.rivals.floor import CONFIG

TARGET = "segmentation.scored_in_sql"
# The pre-hook of the model.
HOOK = "set preserve_insertion_order = false"


def main() -> None:
    """Run the command line."""
    warehouse, query = sys.argv[1:]
    start = time.perf_counter()
    with duckdb.connect(warehouse, config=CONFIG) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(HOOK)
        connection.execute(f"create table {TARGET} as {Path(query).read_text()}")
    print(json.dumps({"seconds": time.perf_counter() - start}))  # noqa: T201


if __name__ == "__main__":
    main()

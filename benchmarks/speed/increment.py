"""The section about a daily build: one more file with a thousandth of the lines."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.builds import WITHOUT_TESTS, build, forget
from benchmarks.speed.files import generate, write_day_after
from benchmarks.speed.request import LARGEST_COMPARED, Request
from benchmarks.wording import row, spread, table


def measure_increment(folder: Path, request: Request) -> Iterator[str]:
    """Measure a first build, then the build of the next day."""
    lines = min(request.lines, LARGEST_COMPARED)
    orders, warehouse = folder / "increment", folder / "increment.duckdb"
    orders.mkdir()
    shutil.copy(generate(folder, lines), orders / "1.parquet")
    first, later = [], []
    for _ in range(request.runs):
        forget(warehouse)
        (orders / "2.parquet").unlink(missing_ok=True)
        first.append(build(warehouse, orders / "*.parquet", *WITHOUT_TESTS))
        write_day_after(orders / "1.parquet", orders / "2.parquet")
        later.append(build(warehouse, orders / "*.parquet", *WITHOUT_TESTS))
    yield (
        f"`dbt build` without tests and training. The first build reads {lines:,} "
        "lines. The second build reads one more file with the orders of the next "
        "day, which is a thousandth of the lines."
    )
    yield ""
    yield from table("build", "seconds of SQL", "whole process", "peak memory in MB")
    for name, built in (("first", first), ("a day later", later)):
        yield row(
            name,
            spread(one.sql_seconds for one in built),
            spread(one.process.seconds for one in built),
            spread((one.process.peak_megabytes for one in built), 0),
        )
    share = median(one.sql_seconds for one in later) / median(
        one.sql_seconds for one in first
    )
    yield ""
    yield from table("measure", "wanted", "found")
    yield row("SQL of the day, as a share of the first", "<= 25 %", f"{share:.0%}")

"""The section about growth: the data layer at three sizes, each ten times larger."""

import math
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.builds import DATA_LAYER, build, forget
from benchmarks.speed.files import generate
from benchmarks.speed.request import Request
from benchmarks.wording import row, spread, table

MEMORY_LIMIT = "8GB"
LARGEST_REPEATED = 10_000_000


def measure_growth(folder: Path, request: Request) -> Iterator[str]:
    """Measure seconds and memory of each size."""
    yield (
        "`dbt build --select +segmentation__customer_features` with a memory limit "
        f"of {MEMORY_LIMIT}. The exponent compares the seconds of a row with those of "
        "the row above: 1 means that seconds grow in proportion to the lines. A file "
        f"of more than {LARGEST_REPEATED:,} lines is built only once."
    )
    yield ""
    yield from table("lines", "seconds of SQL", "peak memory in MB", "exponent")
    before = None
    for lines in (request.lines // 100, request.lines // 10, request.lines):
        warehouse = folder / f"growth_{lines}.duckdb"
        built = []
        for _ in range(request.runs if lines <= LARGEST_REPEATED else 1):
            forget(warehouse)
            built.append(
                build(
                    warehouse,
                    generate(folder, lines),
                    *DATA_LAYER,
                    memory_limit=MEMORY_LIMIT,
                )
            )
        forget(warehouse)
        seconds = median(one.sql_seconds for one in built)
        yield row(
            f"{lines:,}",
            spread(one.sql_seconds for one in built),
            spread((one.process.peak_megabytes for one in built), 0),
            f"{math.log10(seconds / before):.2f}" if before else "",
        )
        exponent, before = math.log10(seconds / before) if before else 0.0, seconds
    yield ""
    yield from table("measure", "wanted", "found")
    name = f"Exponent from {request.lines // 10:,} to {request.lines:,} lines"
    yield row(name, "<= 1.1", f"{exponent:.2f}")

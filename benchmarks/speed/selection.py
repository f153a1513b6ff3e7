"""The section about the choice of k: the time to measure each number of segments."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rivals.environment import measure
from benchmarks.segments.files import FILES
from benchmarks.segments.warehouses import FEATURES, build
from benchmarks.speed.request import Request
from benchmarks.wording import row, spread, table

NAMES = {"sample": "the sample", "cdnow": "CDNOW"}
LARGEST = (4, 6, 8, 10)


def measure_selection(folder: Path, request: Request) -> Iterator[str]:
    """Measure several ranges of k that begin at two."""
    yield (
        "Seconds to compute the measures of every number of segments k in a range "
        "(K-Means, four measures, bootstraps, value explained) and to choose one "
        "number. The encoder is already trained. A build tries 2 to 10 segments."
    )
    yield ""
    yield from table(
        *("customers", *(f"k from 2 to {largest}" for largest in LARGEST)),
        *("training the encoder", "peak memory in MB"),
    )
    for file in (one for one in FILES if one.name in NAMES):
        name = NAMES[file.name]
        if file.absent:
            yield row(name, *[""] * (len(LARGEST) + 1), f"{file.file} is absent")
            continue
        warehouse = folder / f"{file.name}.duckdb"
        build(warehouse, file.source, file.path, *FEATURES)
        said, processes = zip(
            *(
                measure(sys.executable, "-m", "benchmarks.speed.choose", warehouse)
                for _ in range(request.runs)
            ),
            strict=True,
        )
        yield row(
            f"{said[0]['customers']:,} of {name}",
            *(
                spread(
                    sum(seconds for k, seconds in one["by_k"] if k <= largest)
                    for one in said
                )
                for largest in LARGEST
            ),
            spread(one["encoder"] for one in said),
            spread((one.peak_megabytes for one in processes), 0),
        )

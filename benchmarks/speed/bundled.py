"""The section of the bundled sample: `make build`, everything included."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import Finished, run
from benchmarks.speed.request import Request
from benchmarks.wording import row, spread, table


def measure_sample(folder: Path, request: Request) -> Iterator[str]:
    """Measure `make build` in an empty place, and once more in the same."""
    first, daily = [], []
    for number in range(request.runs):
        place = folder / f"sample_{number}"
        first.append(make_build(place))
        daily.append(make_build(place))
    yield (
        "`make build` of the 2,000 customers, from the command to its summary: dbt "
        "with all data tests, publishing and the report. `.venv` is there."
    )
    yield ""
    yield from table("run", "wanted", "seconds", "peak memory in MB")
    for name, wanted, runs in (("first", "< 40", first), ("daily", "< 12", daily)):
        yield row(
            name,
            wanted,
            spread(one.seconds for one in runs),
            spread((one.peak_megabytes for one in runs), 0),
        )


def make_build(place: Path) -> Finished:
    """Run `make build` with all that it writes in one place."""
    place.mkdir(exist_ok=True)
    paths = {
        "WAREHOUSE_PATH": "warehouse.duckdb",
        "ANALYTICS_PATH": "analytics.duckdb",
        "EXPORTS_PATH": "exports",
        "REPORT_PATH": "segments.html",
        "DBT_TARGET_PATH": "target",
        "DBT_LOG_PATH": "logs",
    }
    # The variables of `make bench` are not for this make.
    told = dict.fromkeys(("ORDERS", "SOURCE", "EVENTS", "MAKEFLAGS", "MAKELEVEL"), "")
    return run(
        *("make", "build"),
        environment={name: str(place / path) for name, path in paths.items()} | told,
    )

"""The section about `make build` of the bundled sample."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import Finished, run
from benchmarks.speed.request import Request
from benchmarks.wording import row, spread, table


def measure_sample(folder: Path, request: Request) -> Iterator[str]:
    """Measure `make build` in an empty folder, then again in the same folder."""
    first, daily = [], []
    for number in range(request.runs):
        place = folder / f"sample_{number}"
        first.append(make_build(place))
        daily.append(make_build(place))
    yield (
        "`make build` of the 2,000 customers of the sample, from the start of the "
        "command to its summary. The time includes dbt with all data tests, "
        "publishing and the report. It does not include the set-up of `.venv`."
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
    """Run `make build` and write all its files into one folder."""
    place.mkdir(exist_ok=True)
    paths = {
        "WAREHOUSE_PATH": "warehouse.duckdb",
        "ANALYTICS_PATH": "analytics.duckdb",
        "EXPORTS_PATH": "exports",
        "REPORT_PATH": "segments.html",
        "DBT_TARGET_PATH": "target",
        "DBT_LOG_PATH": "logs",
    }
    # The variables of `make bench` must not reach the `make build` that is measured.
    told = dict.fromkeys(("ORDERS", "SOURCE", "EVENTS", "MAKEFLAGS", "MAKELEVEL"), "")
    return run(
        *("make", "build"),
        environment={name: str(place / path) for name, path in paths.items()} | told,
    )

"""The section about the data layer: dbt, one DuckDB query, pandas and Polars."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.builds import DATA_LAYER, build, forget
from benchmarks.rivals import environment
from benchmarks.speed.agreement import compare_features
from benchmarks.speed.files import generate
from benchmarks.speed.request import LARGEST_COMPARED, Request
from benchmarks.wording import row, spread, table

# Of one run: seconds of the work, seconds of the whole process, and peak memory in
# megabytes.
Figures = tuple[float, float, float]
MODULE = "benchmarks.rivals"


def measure_data_layer(folder: Path, request: Request) -> Iterator[str]:
    """Measure from the order file to the features of customers."""
    lines = min(request.lines, LARGEST_COMPARED)
    orders = generate(folder, lines)
    ways, refusal = ways_to_measure(folder, orders)
    # The programs take turns, so that a busy minute of the machine slows all of them.
    rounds = [
        {name: measure() for name, measure in ways.items()} for _ in range(request.runs)
    ]
    figures = {name: [one[name] for one in rounds] for name in ways}
    agreed = {
        name: compare_features(folder / "here.duckdb", folder / f"{name}.parquet")
        for name in ways
        if name not in ("here", "floor")
    }
    yield (
        f"Each program reads a Parquet file of about {lines:,} lines and computes "
        "`customer_features`. It also writes lines with verdicts and completed "
        "orders. This project writes them to the warehouse; pandas and Polars write "
        "them to Parquet files and without reasons. The seconds of this project are "
        "those in which SQL makes tables. The seconds of the other programs begin "
        "after their imports. The rest of the time of a process is its start-up. "
        "`floor` is one DuckDB query that only converts the columns and groups lines "
        "by order. The results of pandas and Polars are compared with those of this "
        f"project for each customer. Polars {environment.required_version('polars')} "
        "runs in its lazy and streaming mode."
    )
    yield ""
    yield from table(
        *(
            "way",
            "seconds",
            "start-up",
            "peak memory in MB",
            "times as long as this project",
        ),
        "results",
    )
    ours = typical(figures["here"])
    for name, runs in figures.items():
        yield row(
            name,
            spread(seconds for seconds, _, _ in runs),
            spread(whole - seconds for seconds, whole, _ in runs),
            spread((peak for _, _, peak in runs), 0),
            f"{typical(runs)[0] / ours[0]:.2f}",
            agreed.get(name, ""),
        )
    if refusal:
        yield row("polars", *[""] * 4, refusal)
    yield ""
    yield from compare_with_wanted({name: typical(figures[name]) for name in figures})


def ways_to_measure(
    folder: Path, orders: Path
) -> tuple[dict[str, Callable[[], Figures]], str | None]:
    """Return the programs that can run, and the reason if Polars cannot run."""
    ways = {
        "here": lambda: measure_here(folder / "here.duckdb", orders),
        "floor": lambda: measure_floor(folder / "floor.duckdb", orders),
        "pandas": lambda: measure_rival(
            sys.executable, "in_pandas", orders, folder / "pandas.parquet"
        ),
    }
    refusal = environment.install()
    if not refusal:
        ways["polars"] = lambda: measure_rival(
            environment.PYTHON, "in_polars", orders, folder / "polars.parquet"
        )
    return ways, refusal


def measure_here(warehouse: Path, orders: Path) -> Figures:
    """Build the data layer in a new warehouse."""
    forget(warehouse)
    built = build(warehouse, orders, *DATA_LAYER)
    return built.sql_seconds, built.process.seconds, built.process.peak_megabytes


def measure_floor(database: Path, orders: Path) -> Figures:
    """Run the floor query into a new database."""
    forget(database)
    return measure_rival(sys.executable, "floor", orders, database)


def measure_rival(python: str | Path, name: str, orders: Path, target: Path) -> Figures:
    """Run a program as a separate process."""
    said, process = environment.measure(
        python, "-m", f"{MODULE}.{name}", orders, target
    )
    return said["seconds"], process.seconds, process.peak_megabytes


def typical(runs: list[Figures]) -> Figures:
    """Return the median of each measurement over the runs."""
    return tuple(median(figure) for figure in zip(*runs, strict=True))


def compare_with_wanted(figures: dict[str, Figures]) -> Iterator[str]:
    """Yield the table of targets for speed, with the measured values."""
    seconds = {name: one[0] for name, one in figures.items()}
    peaks = {name: one[2] for name, one in figures.items()}
    ours = seconds["here"]
    yield from table("measure", "wanted", "found")
    yield row("Times as long as the floor", "<= 4", f"{ours / seconds['floor']:.1f}")
    for name, wanted in (("pandas", ">= 4"), ("polars", ">= 1")):
        if name in figures:
            times = f"{seconds[name] / ours:.1f}"
            yield row(f"Times as fast as {name}", wanted, times)
            share = f"{peaks['here'] / peaks[name]:.2f}"
            yield row(f"Memory, as a share of {name}", "< 1", share)

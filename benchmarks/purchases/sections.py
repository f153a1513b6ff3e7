"""The sections of benchmarks/PURCHASES.md. Each function yields lines of Markdown."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.processes import Finished
from benchmarks.purchases.simulate import PLANTED, write_customers
from benchmarks.purchases.warehouse import MODELS, Warehouse
from benchmarks.rivals import environment
from benchmarks.wording import row, spread, table

SEED = 1
WITH_LIFETIMES = "benchmarks/rivals/with_lifetimes.py"


def alone(folder: Path, customers: int, runs: int) -> Iterator[str]:
    """Measure the fitting of models to many customers, and their scoring."""
    yield from ["", f"## {customers:,} customers, fitted and scored", ""]
    warehouse = Warehouse(folder, simulated(folder, customers))
    measured = [warehouse.measure() for _ in range(runs)]
    ours = [one for one, _ in measured]
    yield from table("measure", "wanted", "found")
    yield row("Seconds, all four models", "< 10", spread_of(ours, "seconds"))
    for model in MODELS:
        yield row(f"Seconds of `{model}`", "", spread_of(ours, f"seconds of {model}"))
    for label, found in process_lines([process for _, process in measured]):
        yield row(label, "", found)


def beside_lifetimes(folder: Path, customers: int, runs: int) -> Iterator[str]:
    """Measure the same work with the package `lifetimes`."""
    yield from ["", f"## {customers:,} customers, beside `lifetimes`", ""]
    refusal = environment.install()
    if refusal:
        yield refusal
        return
    path = simulated(folder, customers)
    warehouse = Warehouse(folder, path)
    ways = {
        "here": warehouse.measure,
        "`lifetimes` as documented": lambda: with_lifetimes(path, "each"),
        "`lifetimes`, counted histories": lambda: with_lifetimes(path, "counted"),
    }
    # The project and the package take turns, so that a busy minute of the machine slows
    # both.
    rounds = [[measure() for measure in ways.values()] for _ in range(runs)]
    measured = list(zip(*rounds, strict=True))
    yield from table("", "planted", *ways)
    for cells in compare(measured):
        yield row(*cells)


def with_lifetimes(path: Path, way: str) -> tuple[dict, Finished]:
    """Return the results of the package and the measurements of its process."""
    return environment.measure(environment.PYTHON, WITH_LIFETIMES, path, way)


def compare(measured: list) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table: label, true value, and the results."""
    found = [[result for result, _ in way] for way in measured]
    seconds = [median(one["seconds"] for one in way) for way in found]
    yield "Seconds to fit and score", "", *(spread_of(way, "seconds") for way in found)
    yield (
        "Times as long as this project",
        "",
        *(f"{one / seconds[0]:.1f}" for one in seconds),
    )
    for lines in zip(
        *(process_lines([process for _, process in way]) for way in measured),
        strict=True,
    ):
        yield lines[0][0], "", *(one for _, one in lines)
    for name, planted in PLANTED.items():
        parameters = (way[0]["parameters"][name] for way in found)
        yield name, f"{planted}", *(f"{one:.4f}" for one in parameters)
    for label, name in (
        ("Orders expected in 365 days", "expected_orders"),
        ("Value expected in 365 days", "expected_value"),
    ):
        yield label, "", *(f"{way[0][name]:,.0f}" for way in found)


def process_lines(processes: list) -> Iterator[tuple[str, str]]:
    """Yield a label and a value for each measurement of whole processes."""
    rows = [vars(process) for process in processes]
    yield "Whole process, seconds", spread_of(rows, "seconds")
    yield "Whole process, processor seconds", spread_of(rows, "processor_seconds")
    yield "Whole process, peak memory in MB", spread_of(rows, "peak_megabytes", 0)


def simulated(folder: Path, customers: int) -> Path:
    """Return a file with this number of simulated customers."""
    path = folder / f"customers_{customers}.parquet"
    if not path.exists():
        write_customers(path, customers, SEED)
    return path


def spread_of(rows: list[dict], name: str, digits: int = 2) -> str:
    """Return the median of a measurement over the runs, with minimum and maximum."""
    return spread((one[name] for one in rows), digits)

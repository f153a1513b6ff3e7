"""The section about scoring in SQL, NumPy and Keras."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.builds import WITHOUT_TESTS, build, logs_of
from benchmarks.processes import ROOT
from benchmarks.rivals.environment import measure
from benchmarks.speed.agreement import DisagreementError
from benchmarks.speed.request import Request
from benchmarks.wording import row, spread, table

SAMPLE = ROOT / "seeds" / "sample_orders.csv"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
SCORED = ("--select", "+segmentation__customer_segments", *WITHOUT_TESTS)
COMPILED = (
    "compiled/customer_segmentation/models/segmentation/"
    "segmentation__customer_segments.sql"
)
# Repeats the customers of the sample.
MANY = """
    select inputs.* replace (inputs.customer_id || '-' || copies.number as customer_id)
    from features.customer_encoder_inputs as inputs
    cross join range({copies}) as copies(number)
    limit {customers}
"""
# Replaces the view of inputs by a table.
MULTIPLY = f"""
    create table features.many as {MANY};
    drop view features.customer_encoder_inputs;
    alter table features.many rename to customer_encoder_inputs;
"""
# Keras computes in single precision.
DIFFERENCES = """
    select
        count(*) filter (rival.customer_id is null),
        count(*) filter (ours.segment_id != rival.segment_id),
        max(abs(ours.distance_to_centroid - rival.distance_to_centroid))
    from segmentation.scored_in_sql as ours
    full join segmentation.scored_in_{way} as rival
        on ours.customer_id = rival.customer_id
"""
TOLERANCES = {"numpy": 1e-6, "keras": 1e-3}


def measure_scoring(folder: Path, request: Request) -> Iterator[str]:
    """Measure two sizes, the second ten times the first."""
    yield (
        "Customers of the sample, repeated under new ids, are scored with the "
        "network of the sample. Every column of `customer_segments` is written to "
        "the database. `sql` is the compiled SQL of the model. `numpy` and `keras` "
        "read the table, compute in Python and write the result; their seconds "
        "include imports."
    )
    sizes = [size for size in SIZES if size <= request.lines][-2:]
    build(folder / "scoring.duckdb", SAMPLE, *SCORED)
    rates, peaks = [], []
    for customers in sizes:
        figures, agreed = measure_size(folder, customers, request.runs)
        yield from ["", f"### {customers:,} customers", ""]
        yield from table(
            *("way", "seconds", "customers per second", "peak memory in MB"),
            "results",
        )
        for way, runs in figures.items():
            yield row(
                way,
                spread(seconds for seconds, _ in runs),
                spread((customers / seconds for seconds, _ in runs), 0),
                spread((peak for _, peak in runs), 0),
                agreed.get(way, ""),
            )
        ours = figures["sql"]
        rates.append(customers / median(seconds for seconds, _ in ours))
        peaks.append(median(peak for _, peak in ours))
    yield ""
    yield from table("measure", "wanted", "found")
    yield row(
        f"Customers per second in SQL, of {sizes[-1]:,}",
        ">= 1,000,000",
        f"{rates[-1]:,.0f}",
    )
    times = f"{peaks[-1] / peaks[0]:.2f}"
    yield row("Peak memory, ten times the customers", "flat", f"{times} times")


def measure_size(folder: Path, customers: int, runs: int) -> tuple[dict, dict]:
    """Return seconds and peak memory of each program, and how its results agree."""
    place = folder / f"scoring_{customers}"
    place.mkdir()
    warehouse = place / "scoring.duckdb"
    warehouse.write_bytes((folder / "scoring.duckdb").read_bytes())
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(multiplied(connection, MULTIPLY, customers))
    query = logs_of(folder / "scoring.duckdb") / COMPILED
    module = "benchmarks.speed.score_"
    ways = {
        "sql": (f"{module}in_sql", warehouse, query),
        "numpy": (f"{module}fetched", warehouse, "numpy"),
        "keras": (f"{module}fetched", warehouse, "keras"),
    }
    rounds = [
        {way: score(warehouse, way, words) for way, words in ways.items()}
        for _ in range(runs)
    ]
    agreed = {way: compare(warehouse, way) for way in TOLERANCES}
    warehouse.unlink()
    return {way: [one[way] for one in rounds] for way in ways}, agreed


def multiplied(connection, query: str, customers: int) -> str:
    """Return a query on `MANY` with this number of customers."""
    known = connection.sql("from features.customer_encoder_inputs").shape[0]
    return query.format(copies=-(-customers // known), customers=customers)


def score(warehouse: Path, way: str, words: tuple) -> tuple[float, float]:
    """Score all customers; return seconds and peak memory."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"drop table if exists segmentation.scored_in_{way}")
    said, process = measure(sys.executable, "-W", "ignore", "-m", *words)
    return said["seconds"], process.peak_megabytes


def compare(warehouse: Path, way: str) -> str:
    """Return how closely the results of a program agree with those of the SQL.

    Raises
    ------
    DisagreementError
        The results differ by more than the tolerance.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        missing, moved, distance = connection.execute(
            DIFFERENCES.format(way=way)
        ).fetchall()[0]
    if missing or moved or distance > TOLERANCES[way]:
        raise DisagreementError(
            f"{way}: {missing} customers missing, {moved} in other segments, "
            f"distances up to {distance} apart"
        )
    return f"same segments, distances within {TOLERANCES[way]:g}"

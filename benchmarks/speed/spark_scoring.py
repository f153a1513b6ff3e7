"""The section of scoring on Spark: NumPy on the executors beside unrolled SQL."""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.rivals.environment import measure
from benchmarks.speed.agreement import DisagreementError
from benchmarks.speed.builds import build
from benchmarks.speed.request import Request
from benchmarks.speed.scoring import MANY, SAMPLE, SCORED, multiplied
from benchmarks.wording import row, spread, table
from ml.spark.requirements import MissingError, require_spark

MOST_CUSTOMERS = 1_000_000
WAYS = ("numpy", "unrolled")
TOLERANCE = 1e-9
DIFFERENCES = """
    select
        count(*) filter (
            ours.nearest_id is distinct from theirs.nearest_id
            or ours.next_id is distinct from theirs.next_id
        ),
        max(greatest(
            abs(ours.nearest_distance - theirs.nearest_distance),
            abs(ours.next_distance - theirs.next_distance),
            list_distance(ours.latent, theirs.latent),
            list_distance(ours.picture, theirs.picture)
        ))
    from read_parquet('{0}/numpy/*.parquet') as ours
    full join read_parquet('{0}/unrolled/*.parquet') as theirs using (customer_id)
"""


def measure_spark_scoring(folder: Path, request: Request) -> Iterator[str]:
    """Measure both ways on as many customers as there are lines, up to a million."""
    try:
        require_spark()
    except MissingError as missing:
        yield f"Not measured: {missing}"
        return
    customers = min(request.lines, MOST_CUSTOMERS)
    place = folder / "spark_scoring"
    place.mkdir()
    write_inputs(folder / "scoring.duckdb", place, customers)
    runs = [{way: score(place, way) for way in WAYS} for _ in range(request.runs)]
    yield (
        f"The sample's net on {customers:,} customers in Parquet, segments, distances, "
        "latents and the picture written as Parquet: by the function of NumPy that a "
        "build calls, and by one query of plain arithmetic with the parameters as "
        f"literals. The results of both are equal to {TOLERANCE:g}."
    )
    yield ""
    yield from table("way", "seconds", "customers per second")
    for way in WAYS:
        seconds = [one[way] for one in runs]
        rates = (customers / one for one in seconds)
        yield row(way, spread(seconds), spread(rates, 0))
    check_agreement(place)


def write_inputs(warehouse: Path, place: Path, customers: int) -> None:
    """Write customers and the net as Parquet files."""
    build(warehouse, SAMPLE, *SCORED)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for name, query in {
            "inputs": multiplied(connection, MANY, customers),
            "model": "from segmentation.segment_model",
        }.items():
            connection.execute(f"copy ({query}) to '{place / name}.parquet'")


def score(place: Path, way: str) -> float:
    """Score once; return the seconds."""
    words = ("-W", "ignore", "-m", "benchmarks.speed.score_on_spark", place, way)
    said, _ = measure(sys.executable, *words)
    return said["seconds"]


def check_agreement(place: Path) -> None:
    """Raise DisagreementError where both ways do not say the same."""
    moved, distance = duckdb.execute(DIFFERENCES.format(place)).fetchall()[0]
    if moved or distance > TOLERANCE:
        raise DisagreementError(
            f"{moved} customers in other segments, distances up to {distance} apart"
        )

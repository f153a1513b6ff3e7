"""The section about Spark: a whole build compared with DuckDB."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.builds import WITHOUT_TESTS, build, forget
from benchmarks.processes import ROOT, Finished, run
from benchmarks.speed.files import generate
from benchmarks.speed.request import LARGEST_COMPARED, Request
from benchmarks.wording import row, spread, table
from ml.spark.requirements import MissingError, require_spark

PROGRAM = "import sys; from commands.build import main; sys.exit(main())"


def measure_spark(folder: Path, request: Request) -> Iterator[str]:
    """Measure a first build on both engines, from the file to the marts."""
    try:
        require_spark()
    except MissingError as missing:
        yield f"Not measured: {missing}"
        return
    lines = min(request.lines, LARGEST_COMPARED)
    orders = generate(folder, lines)
    ours, theirs = [], []
    for number in range(request.runs):
        warehouse = folder / "beside_spark.duckdb"
        forget(warehouse)
        ours.append(build(warehouse, orders, *WITHOUT_TESTS).process)
        forget(warehouse)
        theirs.append(build_on_spark(folder / f"spark_{number}", orders))
    yield (
        f"`make build TARGET=spark` of about {lines:,} lines in Parquet, from the "
        "file to the marts, with training and data tests. On DuckDB, `dbt build` "
        "runs without tests. Memory is that of the largest process; on Spark this is "
        "the process of Java."
    )
    yield ""
    yield from table("engine", "seconds", "lines per minute", "peak memory in MB")
    for name, runs in (("DuckDB", ours), ("Spark", theirs)):
        yield row(
            name,
            spread(one.seconds for one in runs),
            spread((lines / one.seconds * 60 for one in runs), 0),
            spread((one.peak_megabytes for one in runs), 0),
        )


def build_on_spark(place: Path, orders: Path) -> Finished:
    """Build in an empty folder, then remove the tables."""
    settings = place / "settings"
    shutil.copytree(ROOT / "spark", settings)
    defaults = settings / "spark-defaults.conf"
    said = defaults.read_text().replace("spark-warehouse", str(place / "tables"))
    defaults.write_text(f"{said}spark.sql.warehouse.dir {place / 'tables'}\n")
    finished = run(
        *(sys.executable, "-W", "ignore", "-c", PROGRAM),
        environment={
            "TARGET": "spark",
            "ORDERS": str(orders),
            "SOURCE": "sample",
            "SPARK_CONF_DIR": str(settings),
            "DBT_TARGET_PATH": str(place / "target"),
            "DBT_LOG_PATH": str(place / "logs"),
        },
    )
    shutil.rmtree(place)
    return finished

"""The section about many files: `make check` of a folder."""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.processes import Finished, run
from benchmarks.speed.files import generate
from benchmarks.speed.request import Request
from benchmarks.wording import row, spread, table

FILES = 601
# The files are written month by month.
WRITE = """
    copy (
        select * from read_parquet($path)
        limit $size offset $first
    ) to '{target}' (format {kind})
"""
READ = """
import sys, duckdb
columns = duckdb.sql(f"from read_{sys.argv[1]}('{sys.argv[2]}')")
columns.aggregate("count(columns(*))").fetchall()
"""


def measure_many_files(folder: Path, request: Request) -> Iterator[str]:
    """Measure `make check` of a folder of months, in Parquet and in CSV."""
    orders = generate(folder, request.lines)
    yield (
        f"`make check` of {FILES} files in folders such as `year=2015/month=01`, with "
        f"about {request.lines:,} lines in all. The SQL of the check was compiled "
        "before. For comparison, DuckDB only reads the same files. Seconds are "
        "processor time."
    )
    yield ""
    yield from table("files", "wanted", "`make check`", "DuckDB reads", "peak in MB")
    for kind, wanted in (("parquet", "< 3"), ("csv", "< 10")):
        pattern = write_files(orders, folder / f"many_{kind}", kind)
        # The first check may have to compile its SQL with dbt.
        check(pattern)
        checks = [check(pattern) for _ in range(request.runs)]
        reads = [read(pattern, kind) for _ in range(request.runs)]
        yield row(
            kind,
            wanted,
            spread(one.processor_seconds for one in checks),
            spread(one.processor_seconds for one in reads),
            spread((one.peak_megabytes for one in checks), 0),
        )


def write_files(orders: Path, folder: Path, kind: str) -> str:
    """Split a file into many files and return their pattern."""
    with duckdb.connect() as connection:
        (lines,) = connection.execute(
            "select count(*) from read_parquet(?)", [str(orders)]
        ).fetchone()
        size = -(-lines // FILES)
        for number in range(FILES):
            place = folder / f"year={2015 + number // 12}" / f"month={number % 12 + 1}"
            place.mkdir(parents=True, exist_ok=True)
            target = str(place / f"orders.{kind}").replace("'", "''")
            connection.execute(
                WRITE.format(target=target, kind=kind),
                {"path": str(orders), "size": size, "first": number * size},
            )
    return str(folder / "**" / f"*.{kind}")


def check(pattern: str) -> Finished:
    """Run `make check`."""
    told = dict.fromkeys(("EVENTS", "MAKEFLAGS", "MAKELEVEL", "SOURCES_PATH"), "")
    asked = {"ORDERS": pattern, "SOURCE": "sample"}
    return run("make", "check", environment=told | asked)


def read(pattern: str, kind: str) -> Finished:
    """Let DuckDB read every value of the files, without a check."""
    return run(sys.executable, "-c", READ, kind, pattern)

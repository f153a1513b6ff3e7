"""Run a task of a test in a Spark session, in a separate process.

    python -m tests.spark.session dump|put|read|answer|hold folder

- `dump` writes every table to `folder` as Parquet.
- `put` makes a table from every Parquet file in `folder`.
- `read` opens every file in `folder` as orders of `customer_orders`, and prints its
  lines or the error.
- `answer` prints the row of each query in `folder`.
- `hold` keeps the catalog open until its input ends.
"""

import json
import sys
from pathlib import Path

import pyarrow.parquet as parquet

from ingest.errors import OrdersError
from ingest.opening.request import Request
from ingest.spark.open_lines import open_lines
from ml.spark.session import open_session


def dump(session, folder: Path) -> None:
    """Write all tables as `schema.name.parquet`."""
    for schema in session.catalog.listDatabases():
        for table in session.catalog.listTables(schema.name):
            name = f"{schema.name}.{table.name}"
            if not table.isTemporary:
                rows = session.table(name).toArrow()
                parquet.write_table(rows, folder / f"{name}.parquet")


def put(session, folder: Path) -> None:
    """Make tables from `schema.name.parquet`."""
    for path in folder.glob("*.parquet"):
        schema, name = path.stem.split(".")
        session.sql(f"create schema if not exists {schema}")
        rows = session.createDataFrame(parquet.read_table(path))
        rows.write.mode("overwrite").saveAsTable(f"{schema}.{name}")


def read(session, folder: Path) -> None:
    """Print the lines of each file as JSON, with numbers and texts as values."""
    found = {}
    for path in sorted(folder.iterdir()):
        try:
            open_lines(session, Request("orders", "customer_orders", str(path)))
        except OrdersError as error:
            found[path.name] = str(error)
        else:
            rows = session.table("opened_order_lines").orderBy("line_number").collect()
            found[path.name] = [row.asDict() for row in rows]
    print(json.dumps(found, default=str))  # noqa: T201


def answer(session, folder: Path) -> None:
    """Print the row of each query as JSON, by file name."""
    found = {
        path.stem: [*session.sql(path.read_text(encoding="utf-8")).first()]
        for path in folder.glob("*.sql")
    }
    print(json.dumps(found, default=str))  # noqa: T201


def hold(session, folder: Path) -> None:
    """Print a line when the catalog is open, then wait."""
    session.sql("show schemas").collect()
    print("held", flush=True)  # noqa: T201
    sys.stdin.read()


if __name__ == "__main__":
    tasks = {one.__name__: one for one in (dump, put, read, answer, hold)}
    tasks[sys.argv[1]](open_session(), Path(sys.argv[2]))

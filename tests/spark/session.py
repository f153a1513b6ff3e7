"""What tests do in a Spark session, in a process of its own.

    python -m tests.spark.session dump|put folder

`dump` writes every relation to `folder` as Parquet, `put` makes a table of every
Parquet file there.
"""

import sys
from pathlib import Path

import pyarrow.parquet as parquet

from ml.spark.session import open_session


def dump(session, folder: Path) -> None:
    """Write all relations as `schema.name.parquet`."""
    for schema in session.catalog.listDatabases():
        for table in session.catalog.listTables(schema.name):
            name = f"{schema.name}.{table.name}"
            if not table.isTemporary:
                rows = session.table(name).toArrow()
                parquet.write_table(rows, folder / f"{name}.parquet")


def put(session, folder: Path) -> None:
    """Make tables of `schema.name.parquet`."""
    for path in folder.glob("*.parquet"):
        schema, name = path.stem.split(".")
        session.sql(f"create schema if not exists {schema}")
        rows = session.createDataFrame(parquet.read_table(path))
        rows.write.mode("overwrite").saveAsTable(f"{schema}.{name}")


if __name__ == "__main__":
    {"dump": dump, "put": put}[sys.argv[1]](open_session(), Path(sys.argv[2]))

"""Write the same order lines in ten formats, and update them.

Each class writes lines once, then adds lines and corrects some, in the way of its
format: by a later file, an UPDATE, a merge or rewritten files.
"""

import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from ingest.tables.extensions import load_extension
from tests.tables.formats.lines import SCHEMA

TYPES = {"string": "varchar", "timestamp[us]": "timestamp", "int32": "integer"}
COLUMNS = ", ".join(
    f"{one.name} {TYPES.get(str(one.type), 'decimal(12, 2)')}" for one in SCHEMA
)


class Shape:
    """Order lines of one format in a folder.

    Parameters
    ----------
    folder : Path
        An empty folder.
    """

    def __init__(self, folder: Path):
        """Start without lines."""
        folder.mkdir(parents=True)
        self.folder = folder

    @property
    def address(self) -> str:
        """Return the value of ORDERS."""
        return str(self.folder)

    def update(self, new: pa.Table, changed: pa.Table) -> None:
        """Add lines, and replace lines with the same ids."""
        raise NotImplementedError


class Csv(Shape):
    """CSV files with a header. Of equal ids, the line of the later file counts."""

    def write(self, lines: pa.Table) -> None:
        """Write one more file."""
        number = len([*self.folder.iterdir()])
        # The usual spelling of times.
        names = ("ordered_at", "shipped_at", "updated_at")
        for name in names:
            text = pc.strftime(lines[name].cast(pa.timestamp("s")), "%Y-%m-%d %H:%M:%S")
            lines = lines.set_column(lines.schema.get_field_index(name), name, text)
        pyarrow.csv.write_csv(lines, self.folder / f"part-{number:03}.csv")

    def update(self, new, changed):
        """Write a further file."""
        self.write(pa.concat_tables([new, changed]))


class Parquet(Csv):
    """Parquet files."""

    def write(self, lines):
        """Write one more file."""
        number = len([*self.folder.iterdir()])
        pq.write_table(lines, self.folder / f"part-{number:03}.parquet")


class Hive(Shape):
    """Parquet files in folders by month. An update rewrites them."""

    def write(self, lines):
        """Write a file for each month."""
        for month, those in by_month(lines):
            folder = self.folder / f"month={month}"
            folder.mkdir(exist_ok=True)
            number = len([*folder.iterdir()])
            pq.write_table(those, folder / f"part-{number:03}.parquet")

    def update(self, new, changed):
        """Rewrite the files with changed lines, and write new files."""
        for path in sorted(self.folder.rglob("*.parquet")):
            lines = pq.ParquetFile(path).read()
            mine = changed.filter(pc.is_in(changed["line_id"], lines["line_id"]))
            if len(mine):
                pq.write_table(replaced(lines, mine), path)
        self.write(new)


class DuckTable(Shape):
    """A table of a DuckDB file."""

    prefix = ""

    @property
    def address(self):
        """Return the file and the table."""
        return f"{self.folder}/shop.duckdb?table=sales.lines"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a connection that writes to the database as `shop`."""
        connection = duckdb.connect()
        connection.execute(f"attach '{self.folder}/shop.duckdb' as shop")
        return connection

    def write(self, lines):
        """Make the table."""
        with self.connect() as connection:
            connection.execute("create schema shop.sales")
            connection.register("these", lines)
            connection.execute("create table shop.sales.lines as from these")

    def update(self, new, changed):
        """Insert and update, as the shop does."""
        with self.connect() as connection:
            connection.register("new", new)
            connection.register("changed", changed)
            connection.execute("begin")
            connection.execute("insert into shop.sales.lines from new")
            connection.execute(
                "update shop.sales.lines as lines set paid = changed.paid, "
                "status = changed.status, updated_at = changed.updated_at "
                "from changed where changed.line_id = lines.line_id"
            )
            connection.execute("commit")


class DuckLake(DuckTable):
    """A table of DuckLake: a catalog, and Parquet files beside it."""

    @property
    def address(self):
        """Return the catalog and the table."""
        return f"ducklake:{self.folder}/catalog.ducklake?table=sales.lines"

    def connect(self):
        """Return a connection that writes to the lake as `shop`."""
        connection = duckdb.connect()
        load_extension(connection, "ducklake")
        connection.execute(
            f"attach 'ducklake:{self.folder}/catalog.ducklake' as shop "
            f"(data_path '{self.folder}/data')"
        )
        return connection


class Postgres(Shape):
    """A table of a server that the test has started.

    Parameters
    ----------
    server : str
        Its address.
    """

    def __init__(self, folder, server: str):
        """Use the name of the folder as the schema."""
        super().__init__(folder)
        self.server = server
        self.schema = re.sub(r"\W", "_", folder.name)

    @property
    def address(self):
        """Return the server and the table."""
        joined = "&" if "?" in self.server else "?"
        return f"{self.server}{joined}table={self.schema}.lines"

    def write(self, lines):
        """Make the table."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"create schema {self.schema}")
            columns = COLUMNS.replace("line_id varchar", "line_id text primary key")
            connection.execute(f"create table {self.schema}.lines ({columns})")
            self.copy(connection, lines)

    def copy(self, connection, lines):
        """Add lines."""
        with connection.cursor().copy(f"copy {self.schema}.lines from stdin") as copy:
            for row in rows_of(lines):
                copy.write_row(row)

    def update(self, new, changed):
        """Insert and update, as the shop does."""
        with psycopg.connect(self.server) as connection:
            self.copy(connection, new)
            for row in changed.to_pylist():
                connection.execute(
                    f"update {self.schema}.lines set paid = %s, status = %s, "
                    "updated_at = %s where line_id = %s",
                    [row[one] for one in ("paid", "status", "updated_at", "line_id")],
                )


class Sqlite(Shape):
    """A table of SQLite, whose times are text and decimals are floats."""

    @property
    def address(self):
        """Return the file and the table."""
        return f"{self.folder}/shop.db?table=lines"

    def connect(self):
        """Return a connection to the file."""
        return sqlite3.connect(self.folder / "shop.db")

    def write(self, lines):
        """Make the table."""
        with self.connect() as connection:
            connection.execute(f"create table lines ({COLUMNS})")
            self.insert(connection, lines)

    def insert(self, connection, lines):
        """Add lines."""
        places = ", ".join("?" * len(SCHEMA))
        rows = ([plain(one) for one in row] for row in rows_of(lines))
        connection.executemany(f"insert into lines values ({places})", rows)

    def update(self, new, changed):
        """Insert and update, as the shop does."""
        with self.connect() as connection:
            self.insert(connection, new)
            names = ("paid", "status", "updated_at", "line_id")
            connection.executemany(
                "update lines set paid = ?, status = ?, updated_at = ? "
                "where line_id = ?",
                [[plain(row[one]) for one in names] for row in changed.to_pylist()],
            )


class Delta(Shape):
    """A Delta table with deletion vectors."""

    def write(self, lines):
        """Make the table."""
        import deltalake

        deltalake.write_deltalake(
            self.address,
            lines,
            configuration={"delta.enableDeletionVectors": "true"},
        )

    def update(self, new, changed):
        """Merge."""
        import deltalake

        (
            deltalake.DeltaTable(self.address)
            .merge(
                pa.concat_tables([new, changed]),
                predicate="target.line_id = source.line_id",
                source_alias="source",
                target_alias="target",
            )
            .when_matched_update_all()
            .when_not_matched_insert_all()
            .execute()
        )


class Iceberg(Shape):
    """An Iceberg table of a catalog in SQLite."""

    @property
    def address(self):
        """Return the folder of the table."""
        return str(self.folder / "warehouse" / "sales" / "lines")

    @property
    def catalog(self):
        """Return the catalog, which only the writer uses."""
        from pyiceberg.catalog.sql import SqlCatalog

        (self.folder / "warehouse").mkdir(exist_ok=True)
        return SqlCatalog(
            "shop",
            uri=f"sqlite:///{self.folder}/catalog.db",
            warehouse=f"file://{self.folder}/warehouse",
        )

    def write(self, lines):
        """Make the table."""
        self.catalog.create_namespace("sales")
        table = self.catalog.create_table("sales.lines", schema=lines.schema)
        table.append(lines)

    def update(self, new, changed):
        """Add, delete and add again, which makes two or more snapshots."""
        from pyiceberg.expressions import In

        table = self.catalog.load_table("sales.lines")
        table.append(new)
        table.overwrite(changed, In("line_id", changed["line_id"].to_pylist()))


class Workbook(Shape):
    """A workbook with a sheet of lines and one of notes."""

    @property
    def address(self):
        """Return the workbook."""
        return f"{self.folder}/orders.xlsx"

    def write(self, lines):
        """Write the workbook, or replace it."""
        import openpyxl

        self.lines = lines
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Orders")
        sheet.append(lines.column_names)
        for row in rows_of(lines):
            sheet.append(
                [float(one) if isinstance(one, Decimal) else one for one in row]
            )
        book.create_sheet("Notes").append(["Made by hand."])
        book.save(self.address)

    def update(self, new, changed):
        """Write the whole workbook again."""
        self.write(pa.concat_tables([replaced(self.lines, changed), new]))


SHAPES = {
    "csv": Csv,
    "parquet": Parquet,
    "duckdb": DuckTable,
    "postgres": Postgres,
    "sqlite": Sqlite,
    "delta": Delta,
    "iceberg": Iceberg,
    "ducklake": DuckLake,
    "hive": Hive,
    "xlsx": Workbook,
}
FILES = ("csv", "parquet")
# Formats of which only new rows are read. A workbook is always read as a whole.
TABLES = ("duckdb", "postgres", "sqlite", "delta", "iceberg", "ducklake")


def replaced(lines: pa.Table, changed: pa.Table) -> pa.Table:
    """Return the lines, with changed lines in place of those with the same ids."""
    others = lines.filter(pc.invert(pc.is_in(lines["line_id"], changed["line_id"])))
    return pa.concat_tables([others, changed]).sort_by("line_id")


def by_month(lines: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Yield the lines of each month."""
    months = pc.strftime(lines["ordered_at"].cast(pa.timestamp("s")), "%Y-%m")
    for month in sorted(set(months.to_pylist())):
        yield month, lines.filter(pc.equal(months, month))


def rows_of(lines: pa.Table) -> Iterator[tuple]:
    """Yield the values of each line."""
    for batch in lines.to_batches(10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def plain(value):
    """Return a value for SQLite, with times as text and decimals as floats."""
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if hasattr(value, "isoformat") else value

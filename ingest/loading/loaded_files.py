"""The tables of a warehouse with the lines, and with one row per file."""

from dataclasses import dataclass

import duckdb

from ingest.datasets import ORDERS, Dataset
from ingest.engines.duckdb_dialect import SQL
from ingest.opening.known_files import LastLoad
from ingest.opening.request import Inputs

# The table has one row per file. It also has the settings of the block that apply to
# all lines of the file. `read_at` is the time of the last read, and `read_from` is its
# first byte. Only these two columns may differ between two builds of the same files.
FILES_SCHEMA = {
    "source_name": "varchar",
    "path": "varchar",
    "source_file": "varchar",
    "fingerprint": "varchar",
    "bytes": "bigint",
    "sha256": "varchar",
    "lines": "bigint",
    "can_grow": "boolean",
    "snapshot": "varchar",
    "currency": "varchar",
    "anonymous_lines": "varchar",
    "has_own_order_ids": "boolean",
    "beside_source": "varchar",
    "read_from": "bigint",
    "read_at": "timestamptz",
}


@dataclass(frozen=True)
class Destination:
    """The schema with the two tables of a dataset: its lines and its files."""

    database: str
    schema: str
    dataset: Dataset = ORDERS

    def named(self, table: str) -> str:
        """Return the quoted name of a table."""
        return ".".join(map(SQL.name, (self.database, self.schema, table)))

    @property
    def lines(self) -> str:
        """Return the quoted name of the table of lines."""
        return self.named(self.dataset.table)

    @property
    def files(self) -> str:
        """Return the quoted name of the table with one row per file."""
        return self.named(self.dataset.files)

    @property
    def tables(self) -> dict[str, dict[str, str]]:
        """Return the columns of both tables, by table."""
        dataset = self.dataset
        return {dataset.table: dataset.column_types, dataset.files: FILES_SCHEMA}


def read_last_load(session, destination: Destination) -> LastLoad:
    """Return the last build; its files are empty if tables are missing."""
    tables = destination.tables.items()
    if not all(has_table(session, destination, *table) for table in tables):
        return read_order_source(session, destination)
    query = f"select * from {destination.files} order by source_file"
    found = session.execute(query).fetchall()
    rows = [dict(zip(FILES_SCHEMA, row, strict=True)) for row in found]
    first = rows[0] if rows else {"source_name": "", "path": ""}
    return LastLoad(first["source_name"], first["path"], rows)


def read_order_source(session, destination: Destination) -> LastLoad:
    """Return source and path of the last build from the table `order_source`.

    If the tables of real orders are missing, this keeps a build from loading the sample
    in their place.
    """
    prefix = "" if destination.dataset is ORDERS else "events_"
    path = f"{destination.dataset.name}_path"
    try:
        row = session.execute(
            f"select {prefix}source_name, {path} "
            f"from {destination.named('order_source')}"
        ).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        return LastLoad()
    return LastLoad(*row) if row else LastLoad()


def has_table(session, destination, table: str, schema: dict[str, str]) -> bool:
    """Return whether a table, not a view, has this name and these columns."""
    found = session.execute(
        "select column_name from duckdb_columns() semi join duckdb_tables() "
        "using (database_name, schema_name, table_name) where database_name = ? "
        "and schema_name = ? and table_name = ? order by column_index",
        [destination.database, destination.schema, table],
    ).fetchall()
    return [name for (name,) in found] == [*schema]


def create_tables(session, destination: Destination) -> None:
    """Create missing tables; drop a view or another table of the same name."""
    for table, schema in destination.tables.items():
        if has_table(session, destination, table, schema):
            continue
        name = destination.named(table)
        for (kind,) in session.execute(
            "select table_type from information_schema.tables where "
            "table_catalog = ? and table_schema = ? and table_name = ?",
            [destination.database, destination.schema, table],
        ).fetchall():
            session.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {name}")
        columns = ", ".join(f"{one} {type_}" for one, type_ in schema.items())
        session.execute(f"create table {name} ({columns})")


def write_loaded_files(
    session, destination: Destination, inputs: Inputs, before: list[dict], beside: str
) -> None:
    """Replace the rows of files; unread files keep their rows of `before`."""
    before = {row["source_file"]: row for row in before}
    read = {file.source_file: vars(file) for file in inputs.files}
    rows = [read.get(path) or before[path] for path in inputs.paths]
    columns = {name: [row.get(name) for row in rows] for name in FILES_SCHEMA} | {
        "source_name": inputs.block.name,
        "path": inputs.path,
        "fingerprint": inputs.fingerprint,
        "currency": inputs.block.currency,
        "anonymous_lines": inputs.block.anonymous_lines,
        "has_own_order_ids": any(
            row.get("has_own_order_ids") or "order_id" in row.get("columns", ())
            for row in rows
        ),
        "beside_source": beside,
        "read_from": [row.get("start", row.get("read_from")) for row in rows],
    }
    values = [
        f"cast({'unnest' if isinstance(columns[name], list) else ''}(${name}) "
        f"as {type_}) as {name}"
        for name, type_ in FILES_SCHEMA.items()
    ]
    session.execute(f"delete from {destination.files}")
    session.execute(
        f"insert into {destination.files} select * replace "
        f"(coalesce(read_at, now()) as read_at) from (select {', '.join(values)})",
        columns,
    )

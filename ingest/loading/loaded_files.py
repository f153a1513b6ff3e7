"""The record of files whose lines a warehouse of DuckDB holds, beside these lines."""

from dataclasses import dataclass

import duckdb

from ingest.datasets import ORDERS, Dataset
from ingest.loading.read_files import DUCKDB
from ingest.opening.known_files import LastLoad
from ingest.opening.request import Inputs

# One row per file whose lines are held. What its block says of all its lines stands
# here, too. `read_at` and `read_from` say when and from which byte on lines were last
# read: they alone may differ between two builds of the same files.
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
    """A schema where lines of a dataset, and the record of their files, are written."""

    database: str
    schema: str
    dataset: Dataset = ORDERS

    def named(self, table: str) -> str:
        """Return the quoted name of a table."""
        return ".".join(map(DUCKDB.name, (self.database, self.schema, table)))

    @property
    def lines(self) -> str:
        """Return the quoted name of the table of lines."""
        return self.named(self.dataset.table)

    @property
    def files(self) -> str:
        """Return the quoted name of the record of files."""
        return self.named(self.dataset.files)


def read_last_load(session, place: Destination) -> LastLoad:
    """Return what the warehouse holds; no files where it has no such tables."""
    if not all(is_there(session, place, *table) for table in tables_of(place)):
        return ask_order_source(session, place)
    cursor = session.execute(f"select * from {place.files} order by source_file")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not rows:
        return LastLoad()
    return LastLoad(rows[0]["source_name"], rows[0]["path"], rows)


def ask_order_source(session, place: Destination) -> LastLoad:
    """Return which source and path the last build was about, if it says so.

    Tables that are gone, or of another version, are no reason to fill a warehouse of
    real orders with the sample.
    """
    prefix = "" if place.dataset is ORDERS else "events_"
    path = f"{place.dataset.name}_path"
    try:
        row = session.execute(
            f"select {prefix}source_name, {path} from {place.named('order_source')}"
        ).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        return LastLoad()
    return LastLoad(*row) if row else LastLoad()


def tables_of(place: Destination) -> list[tuple[str, dict[str, str]]]:
    """Return both tables with the columns that they have."""
    dataset = place.dataset
    return [(dataset.table, dataset.column_types), (dataset.files, FILES_SCHEMA)]


def is_there(session, place: Destination, table: str, schema: dict[str, str]) -> bool:
    """Return whether a table has these columns; a view only stands in for one."""
    found = session.execute(
        "select columns.column_name from duckdb_columns() as columns "
        "inner join duckdb_tables() as tables using (table_oid) "
        "where tables.database_name = ? and tables.schema_name = ? "
        "and tables.table_name = ? and columns.database_name = tables.database_name "
        "order by columns.column_index",
        [place.database, place.schema, table],
    ).fetchall()
    return [row[0] for row in found] == [*schema]


def create_tables(session, place: Destination) -> None:
    """Create both tables, in place of a view or of a table of another version."""
    for table, schema in tables_of(place):
        if is_there(session, place, table, schema):
            continue
        name = place.named(table)
        for (kind,) in session.execute(
            "select table_type from information_schema.tables where "
            "table_catalog = ? and table_schema = ? and table_name = ?",
            [place.database, place.schema, table],
        ).fetchall():
            session.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {name}")
        columns = ", ".join(f"{one} {type_}" for one, type_ in schema.items())
        session.execute(f"create table {name} ({columns})")


def write_loaded_files(
    session, place: Destination, opened: Inputs, held: LastLoad, beside: str
) -> None:
    """Write the record of files anew: those that were read, and those known before."""
    before = {row["source_file"]: row for row in held.files}
    read = {file.source_file: vars(file) for file in opened.files}
    has_own_order_ids = "order_id" in set.union(*opened.columns) or any(
        before[path]["has_own_order_ids"] for path in opened.paths if path not in read
    )
    rows = [read.get(path) or before[path] for path in opened.paths]
    columns = {name: [row.get(name) for row in rows] for name in FILES_SCHEMA} | {
        "source_name": opened.block.name,
        "path": opened.path,
        "fingerprint": opened.fingerprint,
        "currency": opened.block.currency,
        "anonymous_lines": opened.block.anonymous_lines,
        "has_own_order_ids": has_own_order_ids,
        "beside_source": beside,
        "read_from": [row.get("start", row.get("read_from")) for row in rows],
    }
    values = [
        f"cast({'unnest' if isinstance(given, list) else ''}(${name}) as {type_}) "
        f"as {name}"
        for (name, type_), given in zip(
            FILES_SCHEMA.items(), columns.values(), strict=True
        )
    ]
    session.execute(f"delete from {place.files}")
    session.execute(
        f"insert into {place.files} select * replace "
        f"(coalesce(read_at, now()) as read_at) from (select {', '.join(values)})",
        columns,
    )

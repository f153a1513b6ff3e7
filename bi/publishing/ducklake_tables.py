"""One table of DuckLake: its columns, the rows that changed and its descriptions."""

import re

from bi.publishing.tables import SCHEMA
from bi.warehouse import identifier, literal

# The names of the two databases in a connection.
PUBLISHED = "published"
LAKE = "lake"
# A quoted name, which stays as it is, or a part of a type that DuckLake does not have.
PARTS = re.compile(
    r'(?P<name>"(?:[^"]|"")*")'
    r"|(?P<list>\[\d+\])"
    r"|(?P<text>ENUM\((?:'(?:[^']|'')*'(?:, )?)*\)|TIME WITH TIME ZONE)"
)
# What rows are numbered by, in DuckLake and in the query below.
RESERVED = ("rowid", "_former", "_copies")


def replace_table(connection, schema: str, table: str) -> bool:
    """Make a table of the lake hold what the published one holds.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With both databases attached, in a transaction.
    schema, table : str
        The published table; in the lake it lies in the schema `marts`.

    Returns
    -------
    bool
        Whether anything had to be changed.

    Raises
    ------
    ValueError
        A column has a name that DuckLake needs.
    """
    kinds = {
        column: lake_type(kind)
        for column, kind in columns_of(connection, PUBLISHED, schema, table).items()
    }
    for name in RESERVED:
        if name in map(str.casefold, kinds):
            raise ValueError(
                f"{SCHEMA}.{table} has a column '{name}', and here only we may: "
                "rename it"
            )
    changed = (
        fit_columns(connection, table, kinds),
        change_rows(connection, schema, table, kinds),
        copy_comments(connection, schema, table),
    )
    return any(changed)


def columns_of(connection, database: str, schema: str, table: str) -> dict[str, str]:
    """Return the types of a table's columns; nothing where there is no such table."""
    return dict(
        connection.execute(
            "select column_name, data_type from duckdb_columns() where "
            "database_name = ? and schema_name = ? and lower(table_name) = lower(?) "
            "order by column_index",
            [database, schema, table],
        ).fetchall()
    )


def lake_type(kind: str) -> str:
    """Return the type in which DuckLake gives back what it was given.

    It has no enumerations and no arrays of a fixed length; a time loses its zone.
    """
    return PARTS.sub(
        lambda part: part["name"] or ("[]" if part["list"] else "VARCHAR"), kind
    )


def fit_columns(connection, table: str, wanted: dict[str, str]) -> bool:
    """Give the table the published columns; return whether any came or went.

    Those that stay keep their history: DuckLake knows them by a number.
    """
    place = f"{LAKE}.{SCHEMA}.{identifier(table)}"
    present = columns_of(connection, LAKE, SCHEMA, table)
    if not present.items() & wanted.items():
        columns = ", ".join(
            f"{identifier(name)} {kind}" for name, kind in wanted.items()
        )
        connection.execute(f"drop table if exists {place}")
        connection.execute(f"create table {place} ({columns})")
        return True
    for name, _ in present.items() - wanted.items():
        connection.execute(f"alter table {place} drop column {identifier(name)}")
    for name, kind in wanted.items():
        if present.get(name) != kind:
            connection.execute(
                f"alter table {place} add column {identifier(name)} {kind}"
            )
    return present != wanted


def change_rows(connection, schema: str, table: str, kinds: dict[str, str]) -> bool:
    """Delete and insert the rows that differ; return whether any did.

    Marts need no key for that: a row that is there several times is counted.
    """
    place = f"{LAKE}.{SCHEMA}.{identifier(table)}"
    columns = ", ".join(map(identifier, kinds))
    values = ", ".join(
        f"cast({identifier(name)} as {kind}) as {identifier(name)}"
        for name, kind in kinds.items()
    )
    connection.execute(
        "create or replace temporary table changed as "
        f"select {columns}, list(_former) filter (_former is not null) as _former, "
        "count(*) filter (_former is null) as _copies from ("
        f"select {columns}, rowid as _former from {place} union all "
        f"select {values}, null from {PUBLISHED}.{schema}.{identifier(table)}"
        f") group by {columns} having count(_former) <> count(*) - count(_former)"
    )
    (deleted,) = connection.execute(
        f"delete from {place} where rowid in (select unnest(_former) from changed)"
    ).fetchone()
    (inserted,) = connection.execute(
        f"insert into {place} ({columns}) "
        f"select {columns} from changed cross join range(_copies) order by {columns}"
    ).fetchone()
    return bool(deleted or inserted)


def copy_comments(connection, schema: str, table: str) -> bool:
    """Carry descriptions over; return whether any had changed."""
    wanted = comments_on(connection, PUBLISHED, schema, table)
    present = comments_on(connection, LAKE, SCHEMA, table)
    changed = wanted.items() - present.items()
    for column, comment in changed:
        place = f"{LAKE}.{SCHEMA}.{identifier(table)}"
        if column is None:
            place = f"table {place}"
        else:
            place = f"column {place}.{identifier(column)}"
        text = "null" if comment is None else literal(comment)
        connection.execute(f"comment on {place} is {text}")
    return bool(changed)


def comments_on(connection, database: str, schema: str, table: str) -> dict:
    """Return the descriptions of a table's columns and, under None, its own."""
    return dict(
        connection.execute(
            "select null, comment from duckdb_tables() where database_name = $database "
            "and schema_name = $schema and lower(table_name) = lower($table) union all "
            "select column_name, comment from duckdb_columns() where "
            "database_name = $database and schema_name = $schema and "
            "lower(table_name) = lower($table)",
            {"database": database, "schema": schema, "table": table},
        ).fetchall()
    )

"""The published database: its tables, their columns and their descriptions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from bi.publishing.run import RUN_TABLE
from bi.warehouse import identifier, literal

SCHEMA = "marts"
# Every connection attaches the published database under this name.
PUBLISHED = "published"
# Extensions come from installed Python packages, never from the network.
SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@contextmanager
def open_published(analytics: Path) -> Iterator[tuple]:
    """Open the published database during the block.

    Yields
    ------
    connection : duckdb.DuckDBPyConnection
    tables : list of (schema, name)

    Raises
    ------
    ValueError
        A mart has the name of the table of runs, which publishing adds.
    """
    with duckdb.connect(config=SETTINGS) as connection:
        place = literal(str(analytics))
        connection.execute(f"attach {place} as {PUBLISHED} (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        if (SCHEMA, RUN_TABLE) in tables:
            raise ValueError(
                f"publishing writes {SCHEMA}.{RUN_TABLE} itself: rename your mart"
            )
        yield connection, tables


def published(schema: str, table: str) -> str:
    """Return the name of a published table in SQL."""
    return f"{PUBLISHED}.{schema}.{identifier(table)}"


def columns_of(connection, table: str) -> dict[str, str]:
    """Return the types of a table's or view's columns by name."""
    return dict(
        connection.execute(
            f"select column_name, column_type from (describe {table})"
        ).fetchall()
    )


def fit_columns(
    connection, table: str, present: dict[str, str], wanted: dict[str, str]
) -> bool:
    """Drop and add columns until a table has those in `wanted`; return if any changed.

    A column that already has the wanted type stays as it is.

    Parameters
    ----------
    connection : of DuckDB or PostgreSQL
    table : str
        The name of the table in SQL.
    present, wanted : dict of str to str
        Types by column.
    """
    for name, _ in present.items() - wanted.items():
        connection.execute(f"alter table {table} drop column {identifier(name)}")
    for name, kind in wanted.items():
        if present.get(name) != kind:
            connection.execute(
                f"alter table {table} add column {identifier(name)} {kind}"
            )
    return present != wanted


def read_comments(connection, database: str, schema: str, table: str) -> dict:
    """Return the descriptions of columns, and that of the table under None."""
    return dict(
        connection.execute(
            "select column_name, comment from ("
            "select null as column_name, * from duckdb_tables() union all by name "
            "select null as column_name, view_name as table_name, * "
            "from duckdb_views() union all by name from duckdb_columns()) "
            "where database_name = $database and schema_name = $schema "
            "and lower(table_name) = lower($table)",
            {"database": database, "schema": schema, "table": table},
        ).fetchall()
    )


def write_comment(connection, table: str, column: str | None, comment: str | None):
    """Describe a column, or the table itself, in DuckDB or PostgreSQL."""
    place = f"column {table}.{identifier(column)}" if column else f"table {table}"
    text = "null" if comment is None else literal(comment)
    connection.execute(f"comment on {place} is {text}")

"""Add the table, and the column if it is known, to messages of PostgreSQL."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from bi.publishing.tables import columns_of, published
from bi.warehouse import identifier

# The words in which PostgreSQL names the column that it could not read.
COLUMN = re.compile(r"^COPY .*, line \d+, column (?P<column>[^:]+)", re.M)
# The error code for bytes that are no valid text; here PostgreSQL names no column.
BYTES = "22021"


@contextmanager
def naming(source, schema: str, table: str) -> Iterator[None]:
    """Write the published table and column before the message of an error.

    Raises
    ------
    ValueError
        The block failed. The message names the table and the column.
    """
    import psycopg

    place = f"{schema}.{identifier(table)}"
    try:
        yield
    except psycopg.Error as error:
        found = COLUMN.search(error.diag.context or "")
        column = found["column"] if found else ""
        if error.sqlstate == BYTES:
            column = column_with_zero_byte(source, published(schema, table))
        named = f"{place}, column {identifier(column)}" if column else place
        raise ValueError(f"{named}: {str(error).strip()}") from error
    except (duckdb.Error, ValueError) as error:
        raise ValueError(f"{place}: {error}") from error


def column_with_zero_byte(source, table: str) -> str:
    """Return the first text column with a zero byte, which PostgreSQL refuses."""
    for column, kind in columns_of(source, table).items():
        condition = f"contains({identifier(column)}, chr(0))"
        query = f"select 1 from {table} where {condition} limit 1"
        if kind == "VARCHAR" and source.execute(query).fetchone():
            return column
    return ""

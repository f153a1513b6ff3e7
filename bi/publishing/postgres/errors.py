"""What an error of PostgreSQL is about: which table and, where one is, which column."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from bi.warehouse import identifier

# Where PostgreSQL says which column of a row it could not read.
COLUMN = re.compile(r"^COPY .*, line \d+, column (?P<column>[^:]+)", re.M)
# The code of bytes that no text may hold; where they are, PostgreSQL does not say.
BYTES = "22021"


@contextmanager
def naming(source, schema: str, table: str) -> Iterator[None]:
    """Say which published table an error is about.

    Raises
    ------
    ValueError
        What went wrong, after the names of table and column.
    """
    import psycopg

    place = f"{schema}.{identifier(table)}"
    try:
        yield
    except psycopg.Error as error:
        found = COLUMN.search(error.diag.context or "")
        column = found["column"] if found else ""
        if error.sqlstate == BYTES:
            column = column_with_zero_byte(source, schema, table)
        named = f"{place}, column {identifier(column)}" if column else place
        raise ValueError(f"{named}: {str(error).strip()}") from error
    except (duckdb.Error, ValueError) as error:
        raise ValueError(f"{place}: {error}") from error


def column_with_zero_byte(source, schema: str, table: str) -> str:
    """Return the first text with a byte that PostgreSQL has no text with."""
    for (column,) in source.execute(
        "select column_name from duckdb_columns() where schema_name = ? "
        "and table_name = ? and data_type = 'VARCHAR' order by column_index",
        [schema, table],
    ).fetchall():
        found = source.execute(
            f"select bool_or(contains({identifier(column)}, chr(0))) "
            f"from {schema}.{identifier(table)}"
        ).fetchone()
        if found[0]:
            return column
    return ""

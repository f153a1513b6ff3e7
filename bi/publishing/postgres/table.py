"""One table of PostgreSQL: its columns, its rows and its descriptions."""

import tempfile
from pathlib import Path

from bi.publishing import tables
from bi.publishing.postgres.types import postgres_type, postgres_value
from bi.warehouse import identifier, literal

BLOCK_BYTES = 1 << 20
# PostgreSQL cuts longer names, which may make two names the same.
NAME_BYTES = 63


def replace_table(source, target, schema: str, table: str) -> None:
    """Make a table of the schema `marts` equal to a published table.

    Parameters
    ----------
    source : duckdb.DuckDBPyConnection
        A connection with the published database attached.
    target : psycopg.Connection
        A connection with an open transaction.
    schema, table : str

    Raises
    ------
    ValueError
        A name is too long for PostgreSQL.
    """
    kinds = tables.columns_of(source, tables.published(schema, table))
    for name in (table, *kinds):
        if len(name.encode()) > NAME_BYTES:
            raise ValueError(
                f"the name {identifier(name)} has more than {NAME_BYTES} bytes"
            )
    place = f"{tables.SCHEMA}.{identifier(table)}"
    target.execute(f"create table if not exists {place} ()")
    wanted = {column: postgres_type(kind) for column, kind in kinds.items()}
    tables.fit_columns(target, place, present_columns(target, place), wanted)
    copy_rows(source, target, tables.published(schema, table), place, kinds)
    comments = tables.read_comments(source, tables.PUBLISHED, schema, table)
    for column, comment in comments.items():
        tables.write_comment(target, place, column, comment)


def present_columns(target, place: str) -> dict[str, str]:
    """Return the types of a table's columns by name."""
    return dict(
        target.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute "
            "where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            [place],
        ).fetchall()
    )


def copy_rows(source, target, table: str, place: str, kinds: dict[str, str]) -> None:
    """Replace the rows of a table.

    DuckDB writes a CSV file that PostgreSQL reads. Passing the rows through Python
    takes more than twice as long.
    """
    values = ", ".join(postgres_value(column, kind) for column, kind in kinds.items())
    target.execute(f"delete from {place}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rows.csv")
        source.execute(
            f"copy (select {values} from {table}) to {literal(str(file))} "
            "(format csv, header false)"
        )
        into = f"copy {place} ({', '.join(map(identifier, kinds))}) from stdin"
        with (
            file.open("rb") as rows,
            target.cursor().copy(f"{into} (format csv)") as stream,
        ):
            while block := rows.read(BLOCK_BYTES):
                stream.write(block)

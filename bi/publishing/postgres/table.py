"""One table of PostgreSQL: its columns, its rows and its descriptions."""

import tempfile
from pathlib import Path

from bi.publishing.postgres.types import postgres_type, postgres_value
from bi.publishing.tables import SCHEMA
from bi.warehouse import identifier, literal

BLOCK_BYTES = 1 << 20
# PostgreSQL cuts a longer name off, and two of them may begin alike.
NAME_BYTES = 63


def replace_table(source, target, schema: str, table: str) -> None:
    """Make a table hold what the published one holds.

    Parameters
    ----------
    source : duckdb.DuckDBPyConnection
        Of the published database.
    target : psycopg.Connection
        In a transaction.
    schema, table : str
        The published table; in PostgreSQL it lies in the schema `marts`.

    Raises
    ------
    ValueError
        A name is too long for PostgreSQL.
    """
    kinds = dict(
        source.execute(
            "select column_name, data_type from duckdb_columns() where "
            "schema_name = ? and table_name = ? order by column_index",
            [schema, table],
        ).fetchall()
    )
    refuse_long_names(table, *kinds)
    place = f"{SCHEMA}.{identifier(table)}"
    fit_columns(target, place, kinds)
    copy_rows(source, target, f"{schema}.{identifier(table)}", place, kinds)
    copy_comments(source, target, schema, table)


def refuse_long_names(*names: str) -> None:
    """Raise where PostgreSQL would cut a name off."""
    for name in names:
        if len(name.encode()) > NAME_BYTES:
            raise ValueError(
                f"the name {identifier(name)} has more than {NAME_BYTES} bytes"
            )


def fit_columns(target, place: str, kinds: dict[str, str]) -> None:
    """Give the table the published columns; the ones it has already are not touched."""
    wanted = {column: postgres_type(kind) for column, kind in kinds.items()}
    target.execute(f"create table if not exists {place} ()")
    present = dict(
        target.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute "
            "where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            [place],
        ).fetchall()
    )
    for name, _ in present.items() - wanted.items():
        target.execute(f"alter table {place} drop column {identifier(name)}")
    for name, kind in wanted.items():
        if present.get(name) != kind:
            target.execute(f"alter table {place} add column {identifier(name)} {kind}")


def copy_rows(source, target, table: str, place: str, kinds: dict[str, str]) -> None:
    """Replace the rows of a table.

    By way of a CSV file, which both sides write and read by themselves: rows that pass
    through Python take more than twice as long.
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


def copy_comments(source, target, schema: str, table: str) -> None:
    """Carry the descriptions of a table and its columns over."""
    comments = source.execute(
        "select null, comment from duckdb_tables() "
        "where schema_name = $schema and table_name = $table union all "
        "select column_name, comment from duckdb_columns() "
        "where schema_name = $schema and table_name = $table",
        {"schema": schema, "table": table},
    ).fetchall()
    for column, comment in comments:
        place = f"{SCHEMA}.{identifier(table)}"
        place = (
            f"table {place}"
            if column is None
            else (f"column {place}.{identifier(column)}")
        )
        text = "null" if comment is None else literal(comment)
        target.execute(f"comment on {place} is {text}")

"""Replace the tables of a PostgreSQL schema in one transaction.

Rows are deleted and copied anew in tables that stay: readers never wait and see the
old rows until the commit, whatever their isolation, and grants, views and indexes are
kept. Dropping, truncating or renaming tables would break one of the three.
"""

import tempfile
from pathlib import Path

import duckdb

from bi.lock import LOCK_WAIT_SECONDS
from bi.publishing.errors import TargetError
from bi.warehouse import literal

SCHEMA = "marts"
BLOCK_BYTES = 1 << 20
CONNECT_SECONDS = 10
# Types as PostgreSQL itself writes them; the others have the same name in both.
TYPES = {
    "DOUBLE": "double precision",
    "TIMESTAMP": "timestamp without time zone",
    "VARCHAR": "text",
}


def replace_tables(address: str, analytics: Path) -> None:
    """Make the schema `marts` hold what the published database holds.

    Parameters
    ----------
    address : str
        `postgresql://user@host/database`; what it leaves out, libpq takes from where
        it always does (PGPASSWORD, ~/.pgpass, ...).
    analytics : Path
        The published database.

    Raises
    ------
    TargetError
        The server cannot be reached or refuses; it holds what it held before.
    """
    # Only whoever publishes there waits for the import.
    import psycopg

    try:
        known = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # Its message would show the password.
        raise TargetError(
            "PUBLISH_POSTGRES is no address like postgresql://user@host/database."
        ) from None
    place = f"{known.get('host', 'localhost')}/{known.get('dbname', '')}"
    try:
        with (
            duckdb.connect(str(analytics), read_only=True) as source,
            psycopg.connect(address, connect_timeout=CONNECT_SECONDS) as target,
        ):
            target.execute(f"set local lock_timeout = '{LOCK_WAIT_SECONDS}s'")
            # Two that delete and copy at once would leave the rows of both.
            target.execute(f"select pg_advisory_xact_lock(hashtext('{SCHEMA}'))")
            make_schema(target)
            for schema, table in published_tables(source):
                fit_columns(source, target, schema, table)
                copy_rows(source, target, schema, table)
                copy_comments(source, target, schema, table)
    except (psycopg.Error, duckdb.Error, OSError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise TargetError(
            f"PostgreSQL ({place}) was not published to and holds what it held: "
            f"{reason} (docs/publishing.md)"
        ) from error


def make_schema(target) -> None:
    """Create the schema; where it is there, that would need a right nobody may have."""
    (found,) = target.execute(f"select to_regnamespace('{SCHEMA}')").fetchone()
    if found is None:
        target.execute(f"create schema {SCHEMA}")


def published_tables(source) -> list[tuple[str, str]]:
    """Return schema and name of each table of the published database."""
    return source.execute(
        "select schema_name, table_name from duckdb_tables() order by all"
    ).fetchall()


def fit_columns(source, target, schema: str, table: str) -> None:
    """Give the table the published columns; the ones it has already are not touched."""
    wanted = {
        name: TYPES.get(kind) or kind.lower().replace("decimal", "numeric")
        for name, kind in source.execute(
            "select column_name, data_type from duckdb_columns() where "
            "schema_name = ? and table_name = ? order by column_index",
            [schema, table],
        ).fetchall()
    }
    target.execute(f"create table if not exists {SCHEMA}.{table} ()")
    present = dict(
        target.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute "
            "where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            [f"{SCHEMA}.{table}"],
        ).fetchall()
    )
    for name, _ in present.items() - wanted.items():
        target.execute(f'alter table {SCHEMA}.{table} drop column "{name}"')
    for name, kind in wanted.items():
        if present.get(name) != kind:
            target.execute(f'alter table {SCHEMA}.{table} add column "{name}" {kind}')


def copy_rows(source, target, schema: str, table: str) -> None:
    """Replace the rows of a table.

    By way of a CSV file, which both sides write and read by themselves: rows that pass
    through Python take more than twice as long.
    """
    names = source.execute(
        "select column_name from duckdb_columns() where schema_name = ? "
        "and table_name = ? order by column_index",
        [schema, table],
    ).fetchall()
    columns = ", ".join(f'"{name}"' for (name,) in names)
    target.execute(f"delete from {SCHEMA}.{table}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{table}.csv")
        source.execute(
            f"copy {schema}.{table} to {literal(str(file))} (format csv, header false)"
        )
        into = f"copy {SCHEMA}.{table} ({columns}) from stdin (format csv)"
        with file.open("rb") as rows, target.cursor().copy(into) as stream:
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
        place = f"{SCHEMA}.{table}"
        place = f'column {place}."{column}"' if column else f"table {place}"
        text = "null" if comment is None else literal(comment)
        target.execute(f"comment on {place} is {text}")

"""Replace the tables of a PostgreSQL schema in one transaction.

Rows are deleted and copied anew in tables that stay: readers never wait and see the
old rows until the commit, whatever their isolation, and grants, views and indexes are
kept. Dropping, truncating or renaming tables would break one of the three. Only what
was published and is no mart any more is dropped.
"""

from pathlib import Path

import duckdb

from bi.lock import LOCK_WAIT_SECONDS
from bi.publishing.errors import TargetError
from bi.publishing.postgres.errors import naming
from bi.publishing.postgres.table import replace_table
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import SCHEMA, published_tables
from bi.warehouse import identifier

CONNECT_SECONDS = 10


def publish_postgres(address: str, analytics: Path) -> None:
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
            former = former_tables(target)
            tables = published_tables(source)
            for schema, table in tables:
                with naming(source, schema, table):
                    replace_table(source, target, schema, table)
            # At last: who reads such a table waits from here to the commit.
            for table in sorted(former - {name for _, name in tables}):
                target.execute(f"drop table if exists {SCHEMA}.{identifier(table)}")
    except (psycopg.Error, duckdb.Error, OSError, ValueError) as error:
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


def former_tables(target) -> set[str]:
    """Return which tables were published before; the others there are not ours."""
    place = f"{SCHEMA}.{RUN_TABLE}"
    (found,) = target.execute(f"select to_regclass('{place}')").fetchone()
    if found is None:
        return set()
    return {table for (table,) in target.execute(f"select table_name from {place}")}

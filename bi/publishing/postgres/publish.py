"""Replace the tables of a PostgreSQL schema in one transaction.

Tables stay; their rows are deleted and copied. So readers never wait, and they see the
old rows until the commit, at any isolation level. Grants, views and indexes survive.
Dropping, truncating or renaming a table would break one of these facts. Only tables of
marts that no longer exist are dropped.
"""

from pathlib import Path

import duckdb

from bi.lock import LOCK_WAIT_SECONDS
from bi.publishing.errors import TargetError
from bi.publishing.postgres.address import read_address
from bi.publishing.postgres.errors import naming
from bi.publishing.postgres.table import replace_table
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import SCHEMA, open_published
from bi.warehouse import identifier

CONNECT_SECONDS = 10


def publish_postgres(address: str, analytics: Path) -> None:
    """Make the schema `marts` equal to the published database.

    Parameters
    ----------
    address : str
        `postgresql://user@host/database`; libpq finds missing parts in its usual
        places (PGPASSWORD, ~/.pgpass, ...).
    analytics : Path
        The published database.

    Raises
    ------
    TargetError
        The server does not answer or refuses; its tables are unchanged.
    """
    # Imported here because the import is slow, and only this destination needs it.
    import psycopg

    wrong = (
        "PUBLISH_POSTGRES is not an address such as postgresql://user@host/database."
    )
    place, _ = read_address(address, wrong)
    try:
        with (
            open_published(analytics) as (source, tables),
            psycopg.connect(address, connect_timeout=CONNECT_SECONDS) as target,
        ):
            target.execute(f"set local lock_timeout = '{LOCK_WAIT_SECONDS}s'")
            # This lock prevents two publications at once, which would leave the rows of
            # both.
            target.execute(f"select pg_advisory_xact_lock(hashtext('{SCHEMA}'))")
            make_schema(target)
            former = former_tables(target)
            for schema, table in tables:
                with naming(source, schema, table):
                    replace_table(source, target, schema, table)
            # Tables are dropped last, because their readers wait from here to the
            # commit.
            for table in sorted(former - {name for _, name in tables}):
                target.execute(f"drop table if exists {SCHEMA}.{identifier(table)}")
    except (psycopg.Error, duckdb.Error, OSError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise TargetError(
            f"Nothing was published to PostgreSQL ({place}), which is unchanged: "
            f"{reason} (docs/publishing.md)"
        ) from error


def make_schema(target) -> None:
    """Create the schema if it is missing; only this needs the right to create."""
    (found,) = target.execute(f"select to_regnamespace('{SCHEMA}')").fetchone()
    if found is None:
        target.execute(f"create schema {SCHEMA}")


def former_tables(target) -> set[str]:
    """Return the tables that earlier runs have published."""
    place = f"{SCHEMA}.{RUN_TABLE}"
    (found,) = target.execute(f"select to_regclass('{place}')").fetchone()
    if found is None:
        return set()
    return {table for (table,) in target.execute(f"select table_name from {place}")}

"""Replace the rows of Iceberg tables, of all marts in one commit of their catalog.

Only rows that changed are written. A table that is new is made before, and empty until
then; one that is no mart any more is dropped afterwards.
"""

from contextlib import closing
from pathlib import Path

import duckdb

from bi.publishing.errors import TargetError
from bi.publishing.iceberg.catalog import attach_catalog, find_catalog
from bi.publishing.lakehouse.schema import (
    marts_of,
    present_tables,
    refuse_foreign_tables,
)
from bi.publishing.lakehouse.table import (
    LAKE,
    PUBLISHED,
    change_rows,
    fit_columns,
    make_table,
    wanted_columns,
)
from bi.publishing.lakehouse.types import ICEBERG
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import SCHEMA, open_published
from bi.warehouse import identifier, literal

# A property of the tables that we made, of which there may be no rows to tell.
OWNER = "published-by"
US = "customer_segmentation"
OPTIONS = f"with ({literal(OWNER)} = {literal(US)})"


def publish_iceberg(address: str, analytics: Path) -> None:
    """Make the namespace `marts` of a catalog hold what the published database holds.

    Parameters
    ----------
    address : str
        `https://host/path?warehouse=name`, of a catalog that speaks REST.
    analytics : Path
        The published database.

    Raises
    ------
    TargetError
        The catalog cannot be reached, changed meanwhile, or holds tables of others
        under the names of marts; the rows that it held before are there.
    """
    catalog = find_catalog(address)
    try:
        connection, tables = open_published(analytics, PUBLISHED)
        with closing(connection):
            attach_catalog(connection, catalog, LAKE)
            replace_tables(connection, tables)
    except (duckdb.Error, OSError, ValueError) as error:
        raise TargetError(
            f"Iceberg ({catalog.endpoint}) was not published to and holds the rows "
            f"that it held: {catalog.explain(error)} (docs/publishing.md)"
        ) from None


def replace_tables(connection, tables: list[tuple[str, str]]) -> None:
    """Write what has changed in the marts; leave snapshots only where anything has."""
    connection.execute(f"create schema if not exists {LAKE}.{SCHEMA}")
    present = present_tables(connection)
    ours = {table for table in present if is_ours(connection, table)}
    refuse_foreign_tables(present, ours, tables)
    wanted = {
        table: wanted_columns(connection, schema, table, ICEBERG)
        for schema, table in tables
    }
    made = [
        make_table(connection, table, kinds, table.casefold() in present, OPTIONS)
        for table, kinds in wanted.items()
    ]
    connection.execute("begin")
    changed = [
        change_table(connection, schema, table, wanted[table])
        for schema, table in marts_of(tables)
    ]
    gone = ours - {table.casefold() for table in wanted}
    if gone or any(made) or any(changed):
        change_table(connection, "main", RUN_TABLE, wanted[RUN_TABLE])
    connection.execute("commit")
    for table in sorted(gone):
        connection.execute(f"drop table {LAKE}.{SCHEMA}.{identifier(table)}")


def change_table(connection, schema: str, table: str, wanted: dict[str, str]) -> bool:
    """Make a table hold what the published one holds; return whether it did not."""
    altered = fit_columns(connection, table, wanted)
    return change_rows(connection, schema, table, wanted) or altered


def is_ours(connection, table: str) -> bool:
    """Return whether publishing has made a table."""
    properties = f"iceberg_table_properties({LAKE}.{SCHEMA}.{identifier(table)})"
    found = connection.execute(
        f"select count(*) from {properties} where key = ? and value = ?", [OWNER, US]
    ).fetchone()
    return bool(found[0])

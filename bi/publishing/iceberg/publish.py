"""Replace the rows of Iceberg tables; one commit of the catalog has all marts.

Only changed rows are written. New tables are created empty before the commit. Tables of
marts that no longer exist are dropped after the commit.
"""

from pathlib import Path

import duckdb

from bi.publishing.errors import TargetError
from bi.publishing.iceberg.catalog import attach_catalog, find_catalog
from bi.publishing.lakehouse import table as lake
from bi.publishing.lakehouse.types import ICEBERG
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import SCHEMA, open_published
from bi.warehouse import literal

# Tables that publishing created have this property.
OWNER = "published-by"
US = "customer_segmentation"
CONFLICT = "Conflict_409"
OPTIONS = f"with ({literal(OWNER)} = {literal(US)})"


def publish_iceberg(address: str, analytics: Path) -> None:
    """Make the namespace `marts` of a catalog equal to the published database.

    Parameters
    ----------
    address : str
        Of a REST catalog, `https://host/path?warehouse=name`.
    analytics : Path
        The published database.

    Raises
    ------
    TargetError
        The catalog does not answer, another program changed it at the same time, or it
        has tables of another program with the names of marts. Its rows are unchanged.
    """
    endpoint, warehouse = find_catalog(address)
    try:
        with open_published(analytics) as (connection, tables):
            attach_catalog(connection, endpoint, warehouse)
            replace_tables(connection, tables)
    except (duckdb.Error, OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        if CONFLICT in reason:
            reason = lake.CONFLICT
        raise TargetError(
            f"Nothing was published to Iceberg ({endpoint}); its rows are unchanged: "
            f"{reason} (docs/publishing.md)"
        ) from None


def replace_tables(connection, tables: list[tuple[str, str]]) -> None:
    """Write the changes of the marts; unchanged tables get no snapshot."""
    connection.execute(f"create schema if not exists {lake.LAKE}.{SCHEMA}")
    present = lake.present_tables(connection)
    ours = {table for table in present if is_ours(connection, table)}
    lake.refuse_foreign_tables(present, ours, tables)
    wanted = {
        table: lake.wanted_columns(connection, schema, table, ICEBERG)
        for schema, table in tables
    }
    made = [
        lake.make_table(connection, table, kinds, table.casefold() in present, OPTIONS)
        for table, kinds in wanted.items()
    ]
    connection.execute("begin")
    changed = [
        lake.change_table(connection, schema, table, wanted[table])
        for schema, table in tables
        if table != RUN_TABLE
    ]
    gone = ours - {table.casefold() for table in wanted}
    if gone or any(made) or any(changed):
        lake.change_table(connection, "main", RUN_TABLE, wanted[RUN_TABLE])
    connection.execute("commit")
    for table in sorted(gone):
        connection.execute(f"drop table {lake.in_lake(table)}")


def is_ours(connection, table: str) -> bool:
    """Return whether publishing created a table."""
    found = connection.execute(
        f"select count(*) from iceberg_table_properties({lake.in_lake(table)}) "
        "where key = ? and value = ?",
        [OWNER, US],
    ).fetchone()
    return bool(found[0])

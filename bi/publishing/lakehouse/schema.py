"""Whose the tables of a lakehouse are: only those published from here are replaced."""

from bi.publishing.lakehouse.table import LAKE
from bi.publishing.run import RUN_TABLE
from bi.publishing.tables import SCHEMA


def present_tables(connection) -> set[str]:
    """Return the names of the schema's tables and views, in lower case.

    DuckDB does not tell names apart by case.
    """
    rows = connection.execute(
        "select lower(table_name) from information_schema.tables "
        "where table_catalog = ? and table_schema = ?",
        [LAKE, SCHEMA],
    ).fetchall()
    return {table for (table,) in rows}


def marts_of(tables: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the published tables but the one that says which run they are from."""
    return [(schema, table) for schema, table in tables if table != RUN_TABLE]


def refuse_foreign_tables(
    present: set[str], ours: set[str], tables: list[tuple[str, str]]
) -> None:
    """Raise ValueError where a published table has the name of one that is not ours."""
    for _, table in tables:
        if table.casefold() in present - ours:
            raise ValueError(
                f"its table {SCHEMA}.{table} was not published from here: rename it, "
                "or publish to another catalog"
            )

"""Recognise the warehouse, in which dbt replaces tables.

A database of somebody else may be a warehouse too if it has no table or view under a
name of ours: dbt then only adds tables.
"""

import os
from pathlib import Path

from bi.places.errors import foreign
from bi.places.folder import say_names
from bi.places.leftovers import logs_of
from bi.places.resolve import is_file, resolve
from bi.warehouse import HELD, WarehouseError, attach

SETTING = "WAREHOUSE_PATH"
# Every build creates both tables, the second one before any other table has rows.
MARKS = (("order_source", "run_id"), ("order_files", "fingerprint"))
# The schemas in dbt_project.yml, except those that only we would name so.
SCHEMAS = (
    "features",
    "history",
    "intermediate",
    "marts",
    "predictions",
    "seeds",
    "segmentation",
    "staging",
)
ROOT = Path(__file__).parents[2]
RESOURCES = {"models": (".sql", ".py"), "seeds": (".csv",), "snapshots": (".sql",)}
# dbt's names have this prefix; the names of tables do not.
PREFIX = "segmentation__"
# The first build creates empty views (macros/incremental/create_missing_relations.sql)
# and may be killed before it creates a mark.
RELATIONS = """
    select schema_name, table_name from duckdb_tables()
    where database_name = 'warehouse'
    union all
    select schema_name, view_name from duckdb_views()
    where
        database_name = 'warehouse'
        and not internal
        and sql not like '% WHERE CAST(''f'' AS BOOLEAN);'
    order by all
"""


def refuse_foreign_warehouse(path: Path) -> None:
    """Raise PlaceError if a build would replace tables or a file of somebody else.

    Raises
    ------
    PlaceError
        The place holds something else, or no database.
    WarehouseError
        Another process keeps the file open.
    """
    if not is_file(SETTING, path):
        refuse_foreign_log(SETTING, path)
        return
    try:
        with attach(path) as connection:
            if has_mark(connection):
                return
            found = connection.execute(RELATIONS).fetchall()
    except WarehouseError as error:
        reason = str(error.__cause__).splitlines()[0]
        if HELD.search(reason):
            raise
        raise foreign(
            SETTING, path, f"cannot be opened as a database ({reason})"
        ) from error
    names = names_of_ours()
    taken = [
        f"{schema}.{name}"
        for schema, name in found
        if schema in SCHEMAS and name in names
    ]
    if taken:
        raise foreign(
            SETTING,
            path,
            f"is a database of somebody else with {say_names(taken)}, which a build "
            "would replace",
            "name another file",
        )


def has_mark(connection) -> bool:
    """Return whether an attached warehouse has a table that every build creates."""
    columns = connection.execute(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = 'warehouse'"
    ).fetchall()
    return not set(columns).isdisjoint(MARKS)


def names_of_ours() -> set[str]:
    """Return the names of the tables and views that dbt replaces."""
    return {
        file.stem.removeprefix(PREFIX)
        for folder, endings in RESOURCES.items()
        for file in (ROOT / folder).rglob("*")
        if file.suffix in endings
    }


def refuse_foreign_log(setting: str, path: Path) -> None:
    """Raise PlaceError if a missing database has a log.

    DuckDB removes such a log without a word when it creates the database.
    """
    for log in filter(os.path.lexists, logs_of(resolve(setting, path))):
        raise foreign(
            setting,
            path,
            f"is missing, while the log '{log}' of another database is there",
            "move the log away, or name another place",
        )

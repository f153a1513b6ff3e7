"""Tables of a lakehouse: their names, columns and changed rows."""

from bi.publishing.lakehouse.types import lake_type
from bi.publishing.tables import SCHEMA, columns_of, fit_columns, published
from bi.warehouse import identifier

# Every connection attaches the lakehouse under this name.
LAKE = "lake"
CONFLICT = "another program changed the same tables meanwhile: run `make publish` again"
# `change_rows` adds these columns, which count rows.
FORMER, COPIES = "_former", "_copies"


def in_lake(table: str) -> str:
    """Return the name of a table of the lakehouse in SQL."""
    return f"{LAKE}.{SCHEMA}.{identifier(table)}"


def present_tables(connection) -> set[str]:
    """Return the tables and views of the schema, in lower case like DuckDB's names."""
    rows = connection.execute(
        "select lower(table_name) from information_schema.tables "
        "where table_catalog = ? and table_schema = ?",
        [LAKE, SCHEMA],
    ).fetchall()
    return {table for (table,) in rows}


def refuse_foreign_tables(
    present: set[str], ours: set[str], tables: list[tuple[str, str]]
) -> None:
    """Raise ValueError if a published table has the name of another program's table."""
    for _, table in tables:
        if table.casefold() in present - ours:
            raise ValueError(
                f"its table {SCHEMA}.{table} was not published from here: rename it, "
                "or publish to another catalog"
            )


def wanted_columns(
    connection, schema: str, table: str, others: dict[str, str]
) -> dict[str, str]:
    """Return the columns of a published table with the types that a lakehouse has.

    Raises
    ------
    ValueError
        A column has one of the names that `change_rows` adds.
    """
    kinds = columns_of(connection, published(schema, table))
    for name in kinds:
        if name.casefold() in (FORMER, COPIES):
            raise ValueError(
                f"{SCHEMA}.{table} has a column '{name}', which publishing needs for "
                "itself: rename it"
            )
    return {column: lake_type(kind, others) for column, kind in kinds.items()}


def make_table(
    connection, table: str, wanted: dict[str, str], is_there: bool, options: str = ""
) -> bool:
    """Create a table; return whether it was created.

    A table that has no column in common with the published one is replaced.
    """
    place = in_lake(table)
    if is_there:
        if columns_of(connection, place).items() & wanted.items():
            return False
        connection.execute(f"drop table {place}")
    columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in wanted.items())
    connection.execute(f"create table {place} ({columns}) {options}")
    return True


def change_table(connection, schema: str, table: str, wanted: dict[str, str]) -> bool:
    """Make a table equal to the published one; return whether anything changed.

    A column that stays the same keeps its history.
    """
    place = in_lake(table)
    altered = fit_columns(connection, place, columns_of(connection, place), wanted)
    return change_rows(connection, schema, table, wanted) or altered


def change_rows(connection, schema: str, table: str, wanted: dict[str, str]) -> bool:
    """Delete and insert the rows that differ; return whether any rows did.

    A mart may have no key and equal rows, so equal rows are counted. `wanted` has the
    types of the columns in the lakehouse.
    """
    place = in_lake(table)
    columns = ", ".join(map(identifier, wanted))
    values = ", ".join(
        f"cast({identifier(name)} as {kind}) as {identifier(name)}"
        for name, kind in wanted.items()
    )
    connection.execute(
        f"create or replace temporary table changed as select {columns}, "
        f"sum({FORMER}) as {FORMER}, sum(1 - {FORMER}) as {COPIES} from ("
        f"select {columns}, 1 as {FORMER} from {place} union all "
        f"select {values}, 0 from {published(schema, table)}"
        f") group by {columns} having sum({FORMER}) <> sum(1 - {FORMER})"
    )
    same = " and ".join(
        f"there.{identifier(name)} is not distinct from changed.{identifier(name)}"
        for name in wanted
    )
    (deleted,) = connection.execute(
        f"delete from {place} as there using changed where {same}"
    ).fetchone()
    (inserted,) = connection.execute(
        f"insert into {place} ({columns}) select {columns} from changed "
        f"cross join range(cast({COPIES} as bigint)) order by {columns}"
    ).fetchone()
    return bool(deleted or inserted)

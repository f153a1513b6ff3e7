"""One table of a lakehouse: its columns, and the rows that changed."""

from bi.publishing.lakehouse.types import lake_type
from bi.publishing.tables import SCHEMA
from bi.warehouse import identifier

# The names of the two databases in a connection.
PUBLISHED = "published"
LAKE = "lake"
# What counts a row in the query below.
FORMER, COPIES = "_former", "_copies"


def columns_of(connection, place: str) -> dict[str, str]:
    """Return the types of a table's columns."""
    return dict(
        connection.execute(
            f"select column_name, column_type from (describe {place})"
        ).fetchall()
    )


def wanted_columns(
    connection, schema: str, table: str, others: dict[str, str]
) -> dict[str, str]:
    """Return the columns of a published table in the types of a lakehouse.

    Raises
    ------
    ValueError
        A column has a name that we need.
    """
    place = f"{PUBLISHED}.{schema}.{identifier(table)}"
    kinds = columns_of(connection, place)
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
    """Make a table, also instead of one that shares no column; return whether."""
    place = f"{LAKE}.{SCHEMA}.{identifier(table)}"
    if is_there:
        if columns_of(connection, place).items() & wanted.items():
            return False
        connection.execute(f"drop table {place}")
    columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in wanted.items())
    connection.execute(f"create table {place} ({columns}) {options}")
    return True


def fit_columns(connection, table: str, wanted: dict[str, str]) -> bool:
    """Give a table the published columns; return whether any came or went.

    Those that stay keep their history: lakehouses know columns by a number.
    """
    place = f"{LAKE}.{SCHEMA}.{identifier(table)}"
    present = columns_of(connection, place)
    for name, _ in present.items() - wanted.items():
        connection.execute(f"alter table {place} drop column {identifier(name)}")
    for name, kind in wanted.items():
        if present.get(name) != kind:
            connection.execute(
                f"alter table {place} add column {identifier(name)} {kind}"
            )
    return present != wanted


def change_rows(connection, schema: str, table: str, wanted: dict[str, str]) -> bool:
    """Delete and insert the rows that differ; return whether any did.

    Marts need no key for that: a row that is there several times is counted.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With both databases attached, in a transaction.
    schema, table : str
        The published table; in the lake it lies in the schema `marts`.
    wanted : dict of str to str
        Types by column, which the table in the lake has already.
    """
    place = f"{LAKE}.{SCHEMA}.{identifier(table)}"
    columns = ", ".join(map(identifier, wanted))
    values = ", ".join(
        f"cast({identifier(name)} as {kind}) as {identifier(name)}"
        for name, kind in wanted.items()
    )
    connection.execute(
        f"create or replace temporary table changed as select {columns}, "
        f"sum({FORMER}) as {FORMER}, sum(1 - {FORMER}) as {COPIES} from ("
        f"select {columns}, 1 as {FORMER} from {place} union all "
        f"select {values}, 0 from {PUBLISHED}.{schema}.{identifier(table)}"
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

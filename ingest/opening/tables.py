"""Open a table, and write the query of its rows for `ingest.sql.lines`."""

import hashlib
from dataclasses import replace

from ingest.blocks.expressions import simplify
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import Dataset
from ingest.engines.duckdb_dialect import SQL
from ingest.errors import OrdersError
from ingest.formats.columns import named_columns
from ingest.formats.parquet import leaf_columns
from ingest.opening.source_file import SourceFile, columns_of_values
from ingest.sql.lines import select_lines
from ingest.sql.values import INTEGERS, raw
from ingest.tables.table import Table, table_columns

# The name for the version of a row: a number that changes whenever the row changes.
VERSION = "row_version"
# Types of times with at most microseconds, and the functions that convert times to
# them.
TIMESTAMPS = {
    **dict.fromkeys(
        ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS"), "make_timestamp"
    ),
    "TIMESTAMP WITH TIME ZONE": "make_timestamptz",
}


def open_table(connection, table: Table, block: SourceBlock) -> SourceFile:
    """Open a table; the session has the block's relation and no transaction.

    Raises OrdersError if the table cannot be read, does not exist, or lacks columns.
    """
    for word in ("carry_down", "items", "without_header"):
        if getattr(block, word):
            raise OrdersError(
                f"The source '{block.name}' has {word}, which works only for files, "
                f"not for the table '{table.label}': write it as SQL in relation "
                "(docs/sources.md)."
            )
    with table.opened(connection) as relation:
        values = leaf_columns(table_columns(connection, table, relation))
    places = named_columns(table.label, block, [*values], kind="table")
    file = SourceFile(
        source_file=table.label,
        format="table",
        **columns_of_values(values, places),
        table=table,
        snapshot=table.lake.snapshot if table.lake else "",
        version=find_version(table, block, [*values]),
    )
    # The query decides how a row becomes a line, so the hash of the query stands for
    # the hash of a file. The name of an attached table differs between runs, so the
    # hashed query contains `there` instead of the name.
    rows = rows_of(file, table.relation or "there")
    query = select_lines(rows, block, file.types, SQL)
    return replace(file, sha256=hashlib.sha256(query.encode()).hexdigest())


def find_version(table: Table, block: SourceBlock, names: list[str]) -> str:
    """Return the table's column that `updated_at` names; empty for no setting."""
    if not block.updated_at:
        return ""
    for name in names:
        if simplify(name) == simplify(block.updated_at):
            return name
    raise OrdersError(
        f"The table '{table.label}' lacks the column {block.updated_at} that source "
        f"'{block.name}' names as updated_at. It has: {', '.join(names)}."
    )


def rows_of(
    file: SourceFile, relation: str, since: int | None = None, *, is_numbered=True
) -> str:
    """Return the query of the rows of a table, in brackets.

    Rows are numbered by their sorted values, so that the same rows get the same
    numbers. Without `is_numbered`, DuckDB sorts nothing and reads only the columns
    that the query uses. Rows with a version before `since` may be left out.
    """
    values = {
        raw(column): file.values[name].sql for column, name in file.columns.items()
    }
    listed = ", ".join(f"{sql} as {name}" for name, sql in values.items())
    # The line id comes first: in most tables it is unique, so no other column has to be
    # compared.
    first = [raw("order_line_id")] if raw("order_line_id") in values else []
    order = ", ".join(dict.fromkeys([*first, *values]))
    number = f"row_number() over (order by {order})" if is_numbered else "null"
    version, condition = version_of_row(file, since)
    return (
        f"(select {SQL.literal(file.source_file)} as source_file, "
        f"cast({number} as bigint) as line_number, "
        "cast(null as varchar) as line_reason, * "
        f"from (select {listed}, {version} as {raw(VERSION)} "
        f"from {relation} as rows_there{condition}) as rows_read)"
    )


def version_of_row(file: SourceFile, since: int | None) -> tuple[str, str]:
    """Return the SQL of the version of a row, and a condition for rows `since` one.

    The version is the value of the column `updated_at` if this is a whole number or a
    time, and the hash of the value otherwise. If the value is NULL, the version is
    NULL, and the row may have changed at any time. The condition lets a database send
    fewer rows.
    """
    if not file.version:
        return "cast(null as bigint)", ""
    value, type_ = file.values[file.version].sql, file.values[file.version].type
    if type_ in INTEGERS:
        version, oldest = f"try_cast({value} as bigint)", since
    elif type_ in TIMESTAMPS:
        version, oldest = f"epoch_us({value})", f"{TIMESTAMPS[type_]}({since})"
    else:
        return f"case when {value} is not null then {hashed(value)} end", ""
    return version, "" if since is None else f" where {value} >= {oldest}"


def version_of_line(dataset: Dataset) -> str:
    """Return the SQL of the hash of a line, the version of a row without one.

    Only the columns of the line are hashed: a hash of the whole row could reveal
    columns that no build may read.
    """
    names = [one for one in dataset.column_types if one not in ("line_number", VERSION)]
    return hashed(", ".join(names))


def hashed(values: str) -> str:
    """Return the SQL of a hash of values, as a whole number."""
    return f"cast(hash({values}) >> 1 as bigint)"

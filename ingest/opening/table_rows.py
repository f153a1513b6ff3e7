"""SQL of the rows of a table, as `ingest.sql.lines` takes them."""

from ingest.datasets import Dataset
from ingest.engines.duckdb_dialect import DuckDB
from ingest.opening.source_file import SourceFile
from ingest.sql.values import INTEGERS, raw

SQL = DuckDB()
# What tells one state of a row from the next.
VERSION = "row_version"
# Times that microseconds say exactly, and what makes one of microseconds.
MOMENTS = {
    "DATE": "make_timestamp",
    "TIMESTAMP": "make_timestamp",
    "TIMESTAMP_S": "make_timestamp",
    "TIMESTAMP_MS": "make_timestamp",
    "TIMESTAMP WITH TIME ZONE": "make_timestamptz",
}


def rows_of(
    file: SourceFile, relation: str, since: int | None = None, *, is_numbered=True
) -> str:
    """Return the query of the rows of a table, in brackets.

    A table has no order: where rows are numbered it is as their values sort, so that
    the same rows have the same numbers.

    Parameters
    ----------
    file : SourceFile
    relation : str
        What stands behind `from`.
    since : int, optional
        The lowest version of the rows that are needed; others may be left out.
    is_numbered : bool
        Else the number is NULL, and only columns that are asked for are read.
    """
    values = {raw(column): sql for column, sql in sql_of_columns(file).items()}
    shown = ", ".join(f"{sql} as {name}" for name, sql in values.items())
    # The id of a line nearly always decides by itself.
    first = [raw("order_line_id")] if raw("order_line_id") in values else []
    order = ", ".join(dict.fromkeys([*first, *values]))
    number = f"row_number() over (order by {order})" if is_numbered else "null"
    return (
        f"(select {SQL.literal(file.source_file)} as source_file, "
        f"cast({number} as bigint) as line_number, "
        "cast(null as varchar) as line_reason, * "
        f"from (select {shown}, {version_sql(file)} as {raw(VERSION)} "
        f"from {relation} as rows_there{condition(file, since)}) as rows_read)"
    )


def sql_of_columns(file: SourceFile) -> dict[str, str]:
    """Return the SQL of each column that is read, by what it is for."""
    return {column: file.values[name].sql for column, name in file.columns.items()}


def version_sql(file: SourceFile) -> str:
    """Return the SQL of the version of a row, a whole number.

    It is the user's own column as it is, where it is a whole number or a time, else a
    hash of it. Where a row has no version it is NULL: it may always have changed.
    """
    if not file.version:
        return "cast(null as bigint)"
    value, type_ = file.values[file.version].sql, file.values[file.version].type
    if type_ in INTEGERS.split():
        return f"try_cast({value} as bigint)"
    if type_ in MOMENTS:
        return f"epoch_us({value})"
    return f"case when {value} is not null then {hashed(value)} end"


def condition(file: SourceFile, since: int | None) -> str:
    """Return a condition by which a database need not send all of its rows."""
    if since is None or not file.version:
        return ""
    value, type_ = file.values[file.version].sql, file.values[file.version].type
    if type_ in INTEGERS.split():
        return f" where {value} >= {since}"
    if type_ in MOMENTS:
        return f" where {value} >= {MOMENTS[type_]}({since})"
    return ""


def version_of_line(dataset: Dataset) -> str:
    """Return the SQL of a version of a line where its row has none: of all it holds.

    Of the line and not of the row: that may hold what nobody should read, and could be
    guessed from a hash.
    """
    names = [
        name for name in dataset.column_types if name not in ("line_number", VERSION)
    ]
    return hashed(", ".join(names))


def hashed(values: str) -> str:
    """Return a hash of values as a whole number."""
    return f"cast(hash({values}) >> 1 as bigint)"

"""SQL of the rows of a table, as `ingest.sql.lines` reads them."""

from ingest.datasets import Dataset
from ingest.engines.duckdb_dialect import DuckDB
from ingest.opening.source_file import SourceFile
from ingest.sql.values import INTEGERS, raw

SQL = DuckDB()
# Tells the states of a row apart.
VERSION = "row_version"
# Times of at most microseconds, and the function that makes one of microseconds.
TIMESTAMPS = {
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

    Row numbers follow the sorted values, so that the same rows have the same numbers.
    Without numbers, DuckDB reads only the columns that it needs.

    Parameters
    ----------
    since : int, optional
        The lowest version that is needed; older rows may be left out.
    """
    values = {
        raw(column): file.values[name].sql for column, name in file.columns.items()
    }
    listed = ", ".join(f"{sql} as {name}" for name, sql in values.items())
    # Nearly always, the line id alone decides the order.
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

    The version is a whole number: the user's own column if it is a whole number or a
    time, else its hash. A row without a version has NULL: it may always have changed.
    The condition lets a database send fewer rows.
    """
    if not file.version:
        return "cast(null as bigint)", ""
    value, type_ = file.values[file.version].sql, file.values[file.version].type
    if type_ in INTEGERS.split():
        version, oldest = f"try_cast({value} as bigint)", since
    elif type_ in TIMESTAMPS:
        version, oldest = f"epoch_us({value})", f"{TIMESTAMPS[type_]}({since})"
    else:
        return f"case when {value} is not null then {hashed(value)} end", ""
    return version, "" if since is None else f" where {value} >= {oldest}"


def version_of_line(dataset: Dataset) -> str:
    """Return the SQL of the version of a line whose row has none: a hash of the line.

    A hash of the row could reveal values that nobody should read.
    """
    names = [one for one in dataset.column_types if one not in ("line_number", VERSION)]
    return hashed(", ".join(names))


def hashed(values: str) -> str:
    """Return a hash of values as a whole number."""
    return f"cast(hash({values}) >> 1 as bigint)"

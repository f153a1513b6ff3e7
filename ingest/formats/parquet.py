"""What Parquet files say of themselves, of all of a folder at once.

To ask for each file by itself takes longer than to read them all.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

import duckdb

from ingest.engines.duckdb_dialect import DuckDB
from ingest.engines.readers import escape_glob, path_literal
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError

SQL = DuckDB()
# A folder that gives all lines below it a value, such as `year=2023`.
PARTITION = re.compile(r"(?<![^/])([^=/]+)=[^/]*/")
# What Hive calls the folder of lines without a value.
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
# The column with a line's file, which no file has itself.
PATH = "path of the file"
# Files of one signature have the same columns of the same types in the same order.
SIGNATURES = """
    select file_name, hash(list(column_said order by column_id)) as signature
    from (
        select
            file_name,
            column_id,
            struct_pack(
                name, type, num_children, converted_type, logical_type, scale, precision
            ) as column_said
        from parquet_schema($paths)
    )
    group by file_name
"""
RECORDS = "select file_name, num_rows from parquet_file_metadata($paths)"


@dataclass(frozen=True)
class LeafColumn:
    """One value of a line: what DuckDB reads it as, and the SQL that reads it."""

    type: str
    sql: str


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file by its metadata.

    Attributes
    ----------
    values : dict of LeafColumn
        By name: columns, what lies in a column of objects (`customer.id`), and what
        the names of the file's folders say. A list is no value.
    records : int
    """

    values: dict[str, LeafColumn]
    records: int


def is_parquet(path: str) -> bool:
    """Return whether a file begins as a Parquet file does."""
    with open(path, "rb") as file:
        return file.read(4) == b"PAR1"


def read_metadata(paths: list[str]) -> dict[str, ParquetTable]:
    """Return what Parquet files hold, by their paths.

    Raises
    ------
    OrdersError
        Names the first file that is damaged.
    """
    with scratch().cursor() as connection:
        plain = [path for path in paths if escape_glob(path) == path]
        try:
            tables = query_metadata(connection, plain) if plain else {}
        except duckdb.Error:
            # Which one it is, each says by itself.
            tables = {}
        for path in paths:
            if path not in tables:
                tables[path] = query_one(connection, path)
    return tables


def query_one(connection, path: str) -> ParquetTable:
    """Return what one file holds."""
    try:
        (table,) = query_metadata(connection, [escape_glob(path)]).values()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise OrdersError(f"The Parquet file '{path}' is damaged: {reason}") from error
    return table


def query_metadata(connection, paths: list[str]) -> dict[str, ParquetTable]:
    """Return what files hold that DuckDB looks at together."""
    signatures = connection.execute(SIGNATURES, {"paths": paths}).fetchall()
    records = dict(connection.execute(RECORDS, {"paths": paths}).fetchall())
    values: dict[tuple, dict[str, LeafColumn]] = {}
    tables = {}
    for path, signature in signatures:
        kind = (signature, *partitions_of(path))
        if kind not in values:
            values[kind] = values_of(connection, path)
        tables[path] = ParquetTable(values[kind], records[path])
    return tables


def values_of(connection, path: str) -> dict[str, LeafColumn]:
    """Return the values that each line of a file has, by their names."""
    rows = connection.sql(
        f"select * from read_parquet({path_literal(path)}, hive_partitioning = false)"
    )
    values: dict[str, LeafColumn] = {}
    for name, type_ in zip(rows.columns, rows.types, strict=True):
        values |= leaf_columns(name, SQL.name(name), type_)
    there = {name.casefold() for name in values}
    for folder in partitions_of(path):
        if unquote(folder).casefold() not in there:
            values[unquote(folder)] = LeafColumn("VARCHAR", value_of_partition(folder))
    return values


def leaf_columns(name: str, sql: str, type_) -> dict[str, LeafColumn]:
    """Return a column, or the values in a column of objects; nothing of a list."""
    if type_.id in ("list", "array", "map", "union", "variant"):
        return {}
    if type_.id != "struct":
        return {name: LeafColumn(str(type_), sql)}
    found: dict[str, LeafColumn] = {}
    for child, type_of_child in type_.children:
        place = f"struct_extract({sql}, {SQL.literal(child)})"
        found |= leaf_columns(f"{name}.{child}", place, type_of_child)
    return found


def partitions_of(path: str) -> list[str]:
    """Return the names that a file's folders give a value to, as they are written."""
    return [*dict.fromkeys(PARTITION.findall(path))]


def value_of_partition(folder: str) -> str:
    """Return the SQL of what a folder says of the lines below it.

    Text, as it stands there: `007` is a shop, and no number.
    """
    there = SQL.literal(f"(?:^|/){re.escape(folder)}=([^/]*)/")
    value = f"url_decode(regexp_extract({SQL.name(PATH)}, {there}, 1))"
    return f"nullif({value}, {SQL.literal(NO_VALUE)})"


def rows_of(paths: list[str]) -> str:
    """Return the call of DuckDB's reader; each row knows its file and its number there.

    What the folders say is no column of their own: one of a file may be called so.
    """
    listed = ", ".join(map(path_literal, paths))
    return (
        f"read_parquet([{listed}], hive_partitioning = false, "
        f"filename = {SQL.literal(PATH)}, file_row_number = true)"
    )

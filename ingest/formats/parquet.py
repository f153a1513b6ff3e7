"""Find the columns of many Parquet files by one query of their metadata.

To query each file separately would take longer than to read all files.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

import duckdb

from ingest.engines.duckdb_dialect import SQL
from ingest.engines.readers import escape_glob, path_literal
from ingest.engines.scratch import scratch
from ingest.errors import OrdersError

# A folder such as `year=2023`. Its value applies to all lines of the files below it.
PARTITION = re.compile(r"(?<![^/])([^=/]+)=[^/]*/")
# Hive writes lines without a value of the partition into a folder of this name.
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
# The name for the column with the path of the file. No file has a column of this name.
PATH = "path of the file"
# Files with the same signature have the same columns in the same order and types.
SIGNATURES = """
    select file_name, hash(list(column_schema order by column_id)) as signature
    from (
        select
            file_name,
            column_id,
            struct_pack(
                name, type, num_children, converted_type, logical_type, scale, precision
            ) as column_schema
        from parquet_schema($paths)
    )
    group by file_name
"""
RECORDS = "select file_name, num_rows from parquet_file_metadata($paths)"


@dataclass(frozen=True)
class LeafColumn:
    """The DuckDB type and the SQL of a column, or of a value in a column of structs."""

    type: str
    sql: str


@dataclass(frozen=True)
class ParquetTable:
    """The columns of a Parquet file by name, and the number of its lines.

    A name belongs to a column, to a value in a struct (`customer.id`), or to a
    partition. Columns of lists are left out.
    """

    values: dict[str, LeafColumn]
    records: int


def is_parquet(path: str) -> bool:
    """Return whether a file begins like a Parquet file."""
    with open(path, "rb") as file:
        return file.read(4) == b"PAR1"


def read_metadata(paths: list[str]) -> dict[str, ParquetTable]:
    """Return the columns and the number of lines of Parquet files, by path."""
    with scratch().cursor() as connection:
        plain = [path for path in paths if escape_glob(path) == path]
        try:
            tables = query_metadata(connection, plain) if plain else {}
        except duckdb.Error:
            # At least one file is damaged. A query for each file finds the first
            # damaged one.
            tables = {}
        for path in paths:
            if path not in tables:
                try:
                    found = query_metadata(connection, [escape_glob(path)])
                except duckdb.Error as error:
                    raise damaged(path, error) from error
                (tables[path],) = found.values()
    return tables


def damaged(path: str, error: duckdb.Error) -> OrdersError:
    """Return the error of a file that DuckDB cannot read."""
    reason = str(error).splitlines()[0]
    return OrdersError(f"The Parquet file '{path}' is damaged: {reason}")


def query_metadata(connection, paths: list[str]) -> dict[str, ParquetTable]:
    """Return the columns and the number of lines of files, with two queries."""
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
    """Return the columns of a file, and of the partitions in its path, by name."""
    rows = connection.sql(
        f"select * from read_parquet({path_literal(path)}, hive_partitioning = false)"
    )
    values = leaf_columns(zip(rows.columns, rows.types, strict=True))
    known = {name.casefold() for name in values}
    for folder in partitions_of(path):
        if unquote(folder).casefold() not in known:
            # The value of a partition stays text, because `007` may be an id.
            pattern = SQL.literal(f"(?:^|/){re.escape(folder)}=([^/]*)/")
            value = f"url_decode(regexp_extract({SQL.name(PATH)}, {pattern}, 1))"
            value = f"nullif({value}, {SQL.literal(NO_VALUE)})"
            values[unquote(folder)] = LeafColumn("VARCHAR", value)
    return values


def leaf_columns(columns, path: str = "", struct: str = "") -> dict[str, LeafColumn]:
    """Return columns by name, with each value of a struct, and without lists.

    For the columns of a struct, `path` is the prefix of their names, and `struct` the
    SQL of the struct.
    """
    found: dict[str, LeafColumn] = {}
    for name, type_ in columns:
        sql = f"struct_extract({struct}, {SQL.literal(name)})" if struct else ""
        sql = sql or SQL.name(name)
        if type_.id == "struct":
            found |= leaf_columns(type_.children, f"{path}{name}.", sql)
        elif type_.id not in ("list", "array", "map", "union", "variant"):
            found[path + name] = LeafColumn(str(type_), sql)
    return found


def partitions_of(path: str) -> list[str]:
    """Return the names of the partitions in a path, as they are written there."""
    return [*dict.fromkeys(PARTITION.findall(path))]


def rows_of(paths: list[str]) -> str:
    """Return DuckDB's call that reads rows with their file and their row number."""
    listed = ", ".join(map(path_literal, paths))
    return (
        f"read_parquet([{listed}], hive_partitioning = false, "
        f"filename = {SQL.literal(PATH)}, file_row_number = true)"
    )

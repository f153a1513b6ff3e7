"""Read lines with Spark, as `ingest.loading.read_files` reads them with DuckDB."""

import tempfile
from dataclasses import replace

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.types import StringType, StructField, StructType

from ingest.blocks.source_block import SourceBlock
from ingest.engines.spark_dialect import Spark
from ingest.errors import OrdersError
from ingest.files.remote import without_query
from ingest.formats.columns import match_text, named_columns
from ingest.formats.json_files.json_table import json_table
from ingest.formats.text.find_header import sniff_with_block
from ingest.formats.text.layout import TextLayout
from ingest.sql.values import TEXT, raw

# The number of first lines in which columns, delimiter and quotes are searched.
HEAD_LINES = 1_000
# The lower bits of `monotonically_increasing_id` number the lines of a task.
LINES_OF_A_TASK = (1 << 33) - 1
# The only text that Spark reads as NULL. By default, it would read an empty text as
# NULL.
NULL_TEXT = "\x01"
BROKEN = "broken_record"
# The text of a JSON object or list. Spark reads both as text.
NESTED = r"(?s)^(\{.*\}|\[.*\])$"
# DuckDB's names of types that have another name in Spark.
TYPES = {
    "string": TEXT,
    "byte": "TINYINT",
    "short": "SMALLINT",
    "long": "BIGINT",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "timestamp_ntz": "TIMESTAMP",
}


def read_parquet(
    session: SparkSession, path: str, first: str, block: SourceBlock
) -> tuple[DataFrame, dict[str, str]]:
    """Return the lines of Parquet files, and the DuckDB types of their columns."""
    try:
        files = session.read.parquet(path)
    except AnalysisException as error:
        if "NANOS" not in str(error):
            raise
        raise OrdersError(
            f"The Parquet file '{without_query(path)}' has times of nanoseconds, "
            "which Spark does not read: write them as microseconds."
        ) from error
    places = named_columns(path, block, files.columns)
    columns = {column: files.columns[place] for column, place in places.items()}
    types = {
        column: files.schema[name].dataType.typeName()
        for column, name in columns.items()
    }
    lines = to_lines(
        files,
        {column: f.col(f"`{name}`") for column, name in columns.items()},
        number=f.col("_metadata.row_index") + 1,
        reason=f.lit(None),
    )
    return lines, {one: TYPES.get(name, name.upper()) for one, name in types.items()}


def read_text(
    session: SparkSession, path: str, first: str, block: SourceBlock
) -> tuple[DataFrame, dict[str, str]]:
    """Return the lines of CSV or JSON files, and the types of their columns: text.

    A line that cannot be split has a `line_reason` and no values.
    """
    head = [row.value for row in session.read.text(first).limit(HEAD_LINES).collect()]
    kind, layout, names, columns = match_head(path, head, block)
    reject_unsupported_text(path, head, block, layout, kind)
    nested = f.lit(False)
    if kind == "json":
        schema = schema_of([one.keys for one in columns.values()])
        files = session.read.schema(schema.add(BROKEN, "string")).json(
            path, columnNameOfCorruptRecord=BROKEN
        )
        values = {
            column: f.col(".".join(map(Spark().name, one.keys)))
            for column, one in columns.items()
        }
        for value in values.values():
            nested |= f.coalesce(value.rlike(NESTED), f.lit(False))
    else:
        fields = [*(f"c{place}" for place in range(len(layout.first_fields))), BROKEN]
        schema = ", ".join(f"`{name}` string" for name in fields)
        options = csv_options(block, layout, bool(names), head)
        files = session.read.schema(schema).csv(path, **options)
        values = {column: f.col(f"c{place}") for column, place in columns.items()}
    is_broken = f.col(BROKEN).isNotNull()
    reason = f.when(is_broken, "line_is_broken")
    reason = reason.when(nested, "line_has_a_nested_value")
    has_header = kind == "csv" and bool(names)
    if has_header:
        repeated = f.lit(True)
        for place in columns.values():
            repeated &= f.col(f"c{place}").eqNullSafe(names[place])
        reason = reason.when(repeated, "line_repeats_the_header")
    # Lines in the first block of a file get their line numbers. Lines in a later block
    # are numbered from the position of its first byte, so that numbers still increase.
    number = (
        f.col("_metadata.file_block_start")
        + f.monotonically_increasing_id().bitwiseAND(LINES_OF_A_TASK)
        + (2 if has_header else 1)
    )
    # A broken line gets no values, even if Spark could read some of them.
    is_whole = ~is_broken & ~nested
    values = {column: f.when(is_whole, value) for column, value in values.items()}
    return to_lines(files, values, number, reason), dict.fromkeys(columns, TEXT)


def schema_of(paths: list[tuple[str, ...]]) -> StructType:
    """Return the schema of JSON objects in which the value at each path is a text."""
    below: dict[str, list[tuple[str, ...]]] = {}
    for key, *rest in paths:
        below.setdefault(key, []).append(tuple(rest))
    return StructType(
        [
            StructField(key, StringType() if () in rest else schema_of(rest))
            for key, rest in below.items()
        ]
    )


def match_head(path: str, head: list[str], block: SourceBlock) -> tuple:
    """Return format, layout, names and columns of a text by its first lines.

    The columns of JSON are paths to values.
    """
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(f"{line}\n" for line in head)
        file.flush()
        try:
            # The temporary file is UTF-8, whatever the encoding of the text.
            layout = sniff_with_block(file.name, replace(block, encoding=""))
            kind, names, columns = match_text(file.name, block, layout)
            if kind == "json":
                table = json_table(file.name, block, layout)
                columns = {one: table.paths[name] for one, name in columns.items()}
                kind = "document" if table.document else kind
        except OrdersError as error:
            raise OrdersError(str(error).replace(file.name, path)) from error
    return kind, layout, names, columns


def reject_unsupported_text(path, head, block: SourceBlock, layout, kind) -> None:
    """Raise OrdersError if Spark cannot read the lines of a text."""
    if block.items:
        raise OrdersError(
            f"Spark does not read the items of source '{block.name}': write '{path}' "
            "with one line per item, or build on DuckDB."
        )
    if kind == "document":
        raise OrdersError(
            f"Spark reads JSON only with one object per line: write '{path}' so, "
            "or build on DuckDB."
        )
    if any(line.strip() for line in head[: layout.above]):
        raise OrdersError(
            f"'{path}' has {layout.above:,} lines above its header, which Spark does "
            "not skip: delete them, or build on DuckDB."
        )
    if kind == "blanks":
        raise OrdersError(
            f"Runs of blanks separate the columns of '{path}', which Spark does not "
            "read: write it as CSV or Parquet, or build on DuckDB."
        )


def csv_options(
    block: SourceBlock, layout: TextLayout, has_header: bool, head: list[str]
) -> dict:
    """Return the options of Spark's CSV reader."""
    return {
        "header": has_header,
        "sep": layout.delimiter,
        "quote": '"' if layout.has_quotes else "",
        "escape": '"',
        # A line with an odd number of quotes shows that a value has a line break. Spark
        # needs to know it, because it cannot split a file with such values between
        # tasks.
        "multiLine": any(line.count('"') % 2 for line in head),
        "encoding": block.encoding or "UTF-8",
        "columnNameOfCorruptRecord": BROKEN,
        "nullValue": NULL_TEXT,
        "emptyValue": "",
    }


def to_lines(
    files: DataFrame, values: dict[str, Column], number: Column, reason: Column
) -> DataFrame:
    """Return lines with their path, number, reason and raw columns."""
    # Spark encodes the path as a URL but leaves each plus, which decoding would turn
    # into a blank.
    url = f.replace(f.col("_metadata.file_path"), f.lit("+"), f.lit("%2B"))
    return files.select(
        f.regexp_replace(f.url_decode(url), "^file:/+", "/").alias("source_file"),
        number.cast("bigint").alias("line_number"),
        reason.cast("string").alias("line_reason"),
        *(value.alias(raw(column)) for column, value in values.items()),
    )

"""Lines of files as Spark reads them: mapped columns as they are there.

`ingest.loading.read_files` does the same by DuckDB.
"""

import tempfile
from dataclasses import replace

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f

from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.files.remote import without_query
from ingest.formats.columns import match_text, named_columns
from ingest.formats.json_files.json_table import json_table
from ingest.formats.text.find_header import sniff_with_block
from ingest.formats.text.layout import TextLayout
from ingest.spark.json_lines import column_at, is_nested, schema_of
from ingest.sql.values import TEXT, raw

# Lines that are looked at for columns, delimiter and quotes.
HEAD_LINES = 1_000
# monotonically_increasing_id counts the lines of a task in its lower bits.
LINES_OF_A_TASK = (1 << 33) - 1
# Spark takes this for NULL, and would else take an empty text for it.
NEVER_SAID = "\x01"
BROKEN = "broken_record"
# What DuckDB calls the types of Parquet; it calls others as Spark does.
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
    """Return the lines of Parquet files, and the types of their columns.

    Raises
    ------
    OrdersError
        Columns are missing, or are of a type that Spark has not.
    """
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
    return to_lines(
        files,
        {column: f.col(f"`{name}`") for column, name in columns.items()},
        number=f.col("_metadata.row_index") + 1,
        reason=f.lit(None),
    ), {column: type_of(files, name) for column, name in columns.items()}


def type_of(files: DataFrame, name: str) -> str:
    """Return the type of a column, as DuckDB calls it."""
    type_ = files.schema[name].dataType.typeName()
    return TYPES.get(type_, type_.upper())


def read_text(
    session: SparkSession, path: str, first: str, block: SourceBlock
) -> tuple[DataFrame, dict[str, str]]:
    """Return the lines of CSV or JSON files, and the types of their columns: text.

    A line that cannot be split has a `line_reason` and no values.

    Raises
    ------
    OrdersError
        Columns are missing, or stand apart by runs of blanks; or lines lie where Spark
        does not read them.
    """
    head = [row.value for row in session.read.text(first).limit(HEAD_LINES).collect()]
    kind, layout, names, columns = recognise_head(path, head, block)
    reject_unsupported_text(path, head, block, layout, kind)
    if kind == "blanks":
        raise OrdersError(
            f"The columns of '{path}' stand apart by runs of blanks, which Spark does "
            "not split at: write it as CSV or Parquet."
        )
    if kind == "json":
        schema = schema_of([place.keys for place in columns.values()])
        files = session.read.schema(schema.add(BROKEN, "string")).json(
            path, columnNameOfCorruptRecord=BROKEN
        )
        values = {column: column_at(place) for column, place in columns.items()}
    else:
        fields = [f"c{place}" for place in range(len(layout.first_fields))]
        # An open quote: the value goes on in the next line.
        is_open = any(line.count('"') % 2 for line in head)
        options = csv_options(block, layout, bool(names), is_open)
        files = session.read.schema(text_schema(fields)).csv(path, **options)
        values = {column: f.col(f"c{place}") for column, place in columns.items()}
    is_broken = f.col(BROKEN).isNotNull()
    reason = f.when(is_broken, "line_is_broken")
    nested = is_nested([*values.values()]) if kind == "json" else f.lit(False)
    reason = reason.when(nested, "line_has_a_nested_value")
    if kind == "csv" and names:
        repeated = f.lit(True)
        for place in columns.values():
            repeated &= f.col(f"c{place}").eqNullSafe(names[place])
        reason = reason.when(repeated, "line_repeats_the_header")
    # Lines have the numbers of their file in its first block; in a later one they are
    # counted from its first byte on, so that they grow along the file.
    number = (
        f.col("_metadata.file_block_start")
        + f.monotonically_increasing_id().bitwiseAND(LINES_OF_A_TASK)
        + (2 if kind == "csv" and names else 1)
    )
    # What Spark makes of a line that it could not split is nobody's value.
    is_whole = ~is_broken & ~nested
    values = {column: f.when(is_whole, value) for column, value in values.items()}
    return to_lines(files, values, number, reason), dict.fromkeys(columns, TEXT)


def recognise_head(path: str, head: list[str], block: SourceBlock) -> tuple:
    """Return what the first lines tell: kind, layout, names, and which column is which.

    Of JSON, the latter are places.

    Raises
    ------
    OrdersError
        They are no table, or lack columns.
    """
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(f"{line}\n" for line in head)
        file.flush()
        try:
            # The lines were read already, and so have another encoding.
            layout = sniff_with_block(file.name, replace(block, encoding=""))
            kind, names, columns = match_text(file.name, block, layout)
            if kind == "json":
                table = json_table(file.name, block, layout)
                columns = {one: table.places[name] for one, name in columns.items()}
                kind = "document" if table.document else kind
        except OrdersError as error:
            raise OrdersError(str(error).replace(file.name, path)) from error
    return kind, layout, names, columns


def reject_unsupported_text(path, head, block: SourceBlock, layout, kind) -> None:
    """Raise OrdersError where lines lie where Spark does not read them."""
    if block.items:
        raise OrdersError(
            f"Spark does not read the items of source '{block.name}': write '{path}' "
            "with one line for each of them, or build on one machine."
        )
    if kind == "document":
        raise OrdersError(
            f"Spark reads JSON with one object a line: write '{path}' so, or build on "
            "one machine."
        )
    if any(line.strip() for line in head[: layout.above]):
        raise OrdersError(
            f"'{path}' has {layout.above:,} lines above its header, which Spark does "
            "not skip: take them out, or build on one machine."
        )


def text_schema(names: list[str]) -> str:
    """Return all columns as text, and one for a record that cannot be split."""
    return ", ".join(f"`{name}` string" for name in [*names, BROKEN])


def csv_options(
    block: SourceBlock, layout: TextLayout, has_header: bool, has_line_breaks: bool
) -> dict:
    """Return how a CSV file is read.

    Where values have line breaks, Spark reads each file in one piece; else it reads
    large files in parallel.
    """
    return {
        "header": has_header,
        "sep": layout.delimiter,
        "quote": '"' if layout.has_quotes else "",
        "escape": '"',
        "multiLine": has_line_breaks,
        "encoding": block.encoding or "UTF-8",
        "columnNameOfCorruptRecord": BROKEN,
        "nullValue": NEVER_SAID,
        "emptyValue": "",
    }


def to_lines(
    files: DataFrame, values: dict[str, Column], number: Column, reason: Column
) -> DataFrame:
    """Return numbered lines with their mapped columns as they came."""
    # A URL has blanks and the like in writing of its own; a plus is one.
    url = f.replace(f.col("_metadata.file_path"), f.lit("+"), f.lit("%2B"))
    return files.select(
        f.regexp_replace(f.url_decode(url), "^file:/+", "/").alias("source_file"),
        number.cast("bigint").alias("line_number"),
        reason.cast("string").alias("line_reason"),
        *(value.alias(raw(column)) for column, value in values.items()),
    )

"""Open orders or events through Spark: the same contract that DuckDB is loaded with.

Files are not looked through before Spark reads them, as they are for DuckDB: at this
size, no single process can. Only the first lines of the first file are.
"""

import re
from urllib.parse import unquote

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import Dataset
from ingest.engines.spark_dialect import Spark
from ingest.errors import OrdersError
from ingest.files.lakehouse import SIGNS, with_parents
from ingest.files.remote import without_query
from ingest.formats.workbooks.addresses import ENDINGS
from ingest.loading.loaded_files import FILES_SCHEMA
from ingest.opening.request import Request
from ingest.sources.load import load_block
from ingest.spark.read_files import read_parquet, read_text
from ingest.sql.hashing import uses_key
from ingest.sql.lines import select_lines
from ingest.tables.table import find_source_table

SCHEMA = "staging"
SPARK = Spark()


def open_lines(session: SparkSession, request: Request, beside: str = "") -> None:
    """Make `opened_order_lines` or `opened_events` a view of the contract's columns.

    The record of files says what was opened, one row for all of them.

    Parameters
    ----------
    session : SparkSession
        In which dbt runs, too: no other knows the view.
    request : Request
        Its path is a file, a folder or a pattern, wherever Spark can read: Parquet,
        CSV, or JSON with one object a line. All files have the same columns.
    beside : str
        The source of the orders that events lie beside.

    Raises
    ------
    OrdersError
        Unknown source, no such file, or columns missing.
    """
    dataset = request.dataset
    block = load_block(request.source, request.sources_path, dataset)
    reject_unsupported(block)
    path = request.path or block.own_path
    table = find_source_table(path, block, is_here=False)
    if table:
        raise OrdersError(
            f"'{table.shown}' is a table, and Spark reads files: build it on DuckDB, "
            "or write it as Parquet first."
        )
    if not path:
        raise OrdersError(
            f"The source '{request.source}' needs a file: make build TARGET=spark "
            f"{request.holds.upper()}=<file>."
        )
    first = first_file(session, path)
    if first.lower().endswith(ENDINGS):
        raise OrdersError(
            f"'{without_query(path)}' is a workbook, which Spark does not read: build "
            "it on DuckDB."
        )
    is_parquet = first.endswith((".parquet", ".pq"))
    read = read_parquet if is_parquet else read_text
    lines, types = read(session, path, first, block)
    came = f"{dataset.table}_as_they_came"
    lines.createOrReplaceTempView(came)
    # Nobody has counted null bytes: they are looked for in every line.
    query = select_lines(came, block, types, SPARK, may_have_null_bytes=True)
    session.sql(query).createOrReplaceTempView(view_of(dataset))
    row = {
        "source_name": block.name,
        "path": without_query(path),
        "source_file": without_query(path),
        "currency": block.currency,
        "anonymous_lines": block.anonymous_lines,
        "has_own_order_ids": "order_id" in types,
        "beside_source": beside,
    }
    remember(session, dataset, [row])


def reject_unsupported(block: SourceBlock) -> None:
    """Raise OrdersError where a block says what is done on DuckDB only."""
    lacking = {"hashed": uses_key(block), "carry_down": bool(block.carry_down)}
    for setting, is_said in lacking.items():
        if is_said:
            raise OrdersError(
                f"The source '{block.name}' says {setting}, which Spark does not do: "
                "build it on DuckDB."
            )


def open_nothing(session: SparkSession, dataset: Dataset) -> None:
    """Make the view of a dataset one without lines."""
    columns = ", ".join(
        f"cast(null as {SPARK.type(type_)}) as {name}"
        for name, type_ in dataset.column_types.items()
    )
    session.sql(f"select {columns} where false").createOrReplaceTempView(
        view_of(dataset)
    )
    remember(session, dataset, [])


def view_of(dataset: Dataset) -> str:
    """Return what the view of lines is called, which dbt makes a table of."""
    return f"opened_{dataset.table}"


def remember(session: SparkSession, dataset: Dataset, rows: list[dict]) -> None:
    """Write the record of files anew."""
    schema = ", ".join(
        f"{name} {SPARK.type(type_)}" for name, type_ in FILES_SCHEMA.items()
    )
    values = [tuple(row.get(name) for name in FILES_SCHEMA) for row in rows]
    session.sql(f"create schema if not exists {SCHEMA}")
    record = session.createDataFrame(values, schema)
    record.write.mode("overwrite").saveAsTable(f"{SCHEMA}.{dataset.files}")


def first_file(session: SparkSession, path: str) -> str:
    """Return the first file of a path.

    Raises
    ------
    OrdersError
        There is none.
    """
    # Else folders that are no partitions, as tables have them, are an error to Spark.
    reader = session.read.option("recursiveFileLookup", "true")
    try:
        files = reader.text(path).inputFiles()
    except AnalysisException:
        files = []
    if not files:
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    # Spark writes blanks and the like as URLs do, and reads them as they are.
    files = [unquote(file) for file in files]
    reject_tables(session, path, files)
    return min(files)


def reject_tables(session: SparkSession, path: str, files: list[str]) -> None:
    """Raise OrdersError where files lie in a table that says itself which count."""
    hadoop = session.sparkContext._jvm.org.apache.hadoop.fs

    def format_of(folder: str) -> str:
        place = hadoop.Path(folder)
        store = place.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
        literal = re.sub(r"([\\{}\[\]*?])", r"\\\1", folder)
        found = (
            format_
            for format_, sign in SIGNS.items()
            if store.globStatus(hadoop.Path(f"{literal}/{sign}"))
        )
        return next(found, "")

    shown = without_query(path)
    folders = [file.rpartition("/")[0] for file in files]
    for folder in with_parents(folders):
        # Partitions are parts of a folder, of which there may be very many.
        if "=" in folder.rpartition("/")[2] or folder.endswith((":", "/")):
            continue
        if format_ := format_of(folder):
            raise OrdersError(
                f"'{shown}' means files of the {format_} table '{folder}', which Spark "
                "does not read here: build it on one machine, or export it as Parquet."
            )

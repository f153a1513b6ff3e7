"""Open orders or events in Spark, with the same columns as DuckDB gives them.

To find the format, only the first lines of the first file are read, because one process
could not read all files.
"""

import re
from urllib.parse import unquote

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import Dataset
from ingest.engines.spark_dialect import Spark
from ingest.errors import OrdersError
from ingest.files.lakehouse import match_format, reject_files_of_tables
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
    """Create the view `opened_order_lines` or `opened_events`.

    The table of files gets a single row for all files.

    Parameters
    ----------
    session : SparkSession
        The session of dbt. Only this session has the view.
    request : Request
        Its path is a file, a folder or a pattern of files that Spark can read: Parquet,
        CSV, or JSON with one object per line. All files must have the same columns.
    beside : str
        The source of the orders that events belong to.

    Raises
    ------
    OrdersError
        The source is unknown, the file does not exist, or columns are missing.
    """
    dataset = request.dataset
    block = load_block(request.source, request.sources_path, dataset)
    reject_unsupported(block)
    path = request.path or block.own_path
    table = find_source_table(path, block, is_local=False)
    if table:
        raise OrdersError(
            f"'{table.label}' is a table, and Spark reads only files: build on DuckDB, "
            "or export it as Parquet."
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
            "on DuckDB."
        )
    is_parquet = first.endswith((".parquet", ".pq"))
    read = read_parquet if is_parquet else read_text
    lines, types = read(session, path, first, block)
    raw_view = f"{dataset.table}_raw"
    lines.createOrReplaceTempView(raw_view)
    # It is unknown whether the files have null bytes, so every line is searched for
    # them.
    query = select_lines(raw_view, block, types, SPARK, may_have_null_bytes=True)
    session.sql(query).createOrReplaceTempView(f"opened_{dataset.table}")
    row = {
        "source_name": block.name,
        "path": without_query(path),
        "source_file": without_query(path),
        "currency": block.currency,
        "anonymous_lines": block.anonymous_lines,
        "has_own_order_ids": "order_id" in types,
        "beside_source": beside,
    }
    write_loaded_files(session, dataset, [row])


def reject_unsupported(block: SourceBlock) -> None:
    """Raise OrdersError if a block has a setting that needs DuckDB."""
    unsupported = {"hashed": uses_key(block), "carry_down": bool(block.carry_down)}
    for setting, is_used in unsupported.items():
        if is_used:
            raise OrdersError(
                f"The source '{block.name}' has {setting}, which Spark does not "
                "support: build on DuckDB."
            )


def open_nothing(session: SparkSession, dataset: Dataset) -> None:
    """Create the view of a dataset without lines."""
    columns = ", ".join(
        f"cast(null as {SPARK.type(type_)}) as {name}"
        for name, type_ in dataset.column_types.items()
    )
    empty = session.sql(f"select {columns} where false")
    empty.createOrReplaceTempView(f"opened_{dataset.table}")
    write_loaded_files(session, dataset, [])


def write_loaded_files(
    session: SparkSession, dataset: Dataset, rows: list[dict]
) -> None:
    """Replace the rows of the table of files."""
    schema = ", ".join(
        f"{name} {SPARK.type(type_)}" for name, type_ in FILES_SCHEMA.items()
    )
    values = [tuple(row.get(name) for name in FILES_SCHEMA) for row in rows]
    session.sql(f"create schema if not exists {SCHEMA}")
    record = session.createDataFrame(values, schema)
    record.write.mode("overwrite").saveAsTable(f"{SCHEMA}.{dataset.files}")


def first_file(session: SparkSession, path: str) -> str:
    """Return the first file of a path."""
    # Without this option, folders that are no partitions, such as folders of tables,
    # are errors.
    reader = session.read.option("recursiveFileLookup", "true")
    try:
        files = reader.text(path).inputFiles()
    except AnalysisException:
        files = []
    if not files:
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    # Spark encodes paths as URLs.
    files = [unquote(file) for file in files]
    reject_files_of_tables(
        without_query(path),
        [file.rpartition("/")[0] for file in files],
        lambda folder: format_of(session, folder),
        "build on DuckDB, or export it as Parquet, because Spark reads no such tables.",
    )
    return min(files)


def format_of(session: SparkSession, folder: str) -> str:
    """Return the table format of a folder; empty if it is no table."""
    # A partition is never a whole table. Partitions are not checked, since there may be
    # very many.
    if "=" in folder.rpartition("/")[2] or folder.endswith((":", "/")):
        return ""
    hadoop = session.sparkContext._jvm.org.apache.hadoop.fs
    settings = session.sparkContext._jsc.hadoopConfiguration()
    store = hadoop.Path(folder).getFileSystem(settings)
    literal = re.sub(r"([\\{}\[\]*?])", r"\\\1", folder)
    return match_format(lambda mark: store.globStatus(hadoop.Path(f"{literal}/{mark}")))

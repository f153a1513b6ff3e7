"""Open orders or events through Spark, for the judge that DuckDB's lines have, too.

Files are not looked through before Spark reads them, as the door does for DuckDB: at
this size, no single process can. Only the first lines of the first file are.
"""

from urllib.parse import unquote

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from ingest.contents import CONTENTS
from ingest.door import Opened, describe
from ingest.errors import OrdersError
from ingest.remote import without_query
from ingest.sources import load_block
from ingest.spark.reading import read_parquet, read_text
from ingest.state import fingerprint


def open_lines(
    session: SparkSession,
    source: str,
    path: str = "",
    sources_path: str = "",
    holds: str = "orders",
) -> Opened:
    """Make `opened_orders` or `opened_events` a view of text, one row a line.

    Parameters
    ----------
    session : SparkSession
        In which dbt runs, too: no other knows the view.
    source : str
        Name of a source block.
    path : str
        A file, a folder or a pattern, wherever Spark can read: Parquet, CSV, or JSON
        with one object a line. All files have the same columns.
    sources_path : str
        Folder of the user's own blocks.
    holds : str
        What the lines should be: `orders` or `events`.

    Returns
    -------
    Opened
        As for DuckDB; of `files` only what the judge asks for.

    Raises
    ------
    OrdersError
        Unknown source, no such file, or columns missing.
    """
    content = CONTENTS[holds]
    block = load_block(source, sources_path, content)
    path = path or block.default_path
    if not path:
        raise OrdersError(
            f"The source '{source}' needs a file: make build TARGET=spark "
            f"{holds.upper()}=<file>."
        )
    first = first_file(session, path)
    read = read_parquet if first.endswith((".parquet", ".pq")) else read_text
    lines, columns = read(session, path, first, block)
    lines.createOrReplaceTempView(f"opened_{holds}")
    return Opened(
        holds=holds,
        source=source,
        path=without_query(path),
        fingerprint=fingerprint(source, sources_path),
        reads_everything=True,
        # Nobody has counted null bytes: they are looked for in every line.
        files=[{"source_file": path, "columns": columns, "has_null_bytes": True}],
        **describe(block, [{*columns}]),
    )


def first_file(session: SparkSession, path: str) -> str:
    """Return the first file of a path.

    Raises
    ------
    OrdersError
        There is none.
    """
    try:
        files = session.read.text(path).inputFiles()
    except AnalysisException:
        files = []
    if not files:
        raise OrdersError(f"There is no file '{path}'. Check the path.")
    # Spark writes blanks and the like as URLs do, and reads them as they are.
    return unquote(min(files))

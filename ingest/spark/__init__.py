"""Where Spark reads files: orders and events as views of the contract."""

from ingest.spark.opening import open_lines, open_nothing

__all__ = ["open_lines", "open_nothing"]

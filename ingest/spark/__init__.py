"""The door where Spark reads: orders and events as views of text."""

from ingest.spark.opening import open_lines

__all__ = ["open_lines"]

"""Text files of orders: looked at, checked line by line, and fed to DuckDB."""

from ingest.reading.feed import feed
from ingest.reading.scan import Scan, scan
from ingest.reading.shape import Shape, look

__all__ = ["Scan", "Shape", "feed", "look", "scan"]

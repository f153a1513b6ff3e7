"""Text files: looked at, checked line by line, and fed to DuckDB."""

from ingest.text.feed import Feed, feed
from ingest.text.scan import Scan, scan
from ingest.text.shape import Shape, look

__all__ = ["Feed", "Scan", "Shape", "feed", "look", "scan"]

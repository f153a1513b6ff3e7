"""Paths and readers of DuckDB, as SQL."""

import re

from ingest.engines.duckdb_dialect import DuckDB

SQL = DuckDB()
# Separates nothing: no text holds it.
NO_DELIMITER = "\x01"


def read_lines(place: str, compression: str = "", has_header: bool = False) -> str:
    """Return the call of DuckDB's reader that gives each line as `line`.

    Parameters
    ----------
    place : str
        A path, or a pipe.
    compression : str
        `gzip`, `zstd` or nothing.
    has_header : bool
        Whether the first line is left out.
    """
    return (
        f"read_csv({path_literal(place)}, auto_detect = false, "
        f"header = {str(has_header).lower()}, "
        f"delim = {SQL.literal(NO_DELIMITER)}, quote = '', escape = '', "
        f"compression = {SQL.literal(compression or 'none')}, "
        "columns = {line: 'varchar'})"
    )


def escape_glob(path: str) -> str:
    """Return a path that means just this file: DuckDB takes paths for patterns."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def path_literal(path: str) -> str:
    """Return a path as text of SQL."""
    return SQL.literal(escape_glob(path))

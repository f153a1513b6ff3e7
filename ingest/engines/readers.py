"""Paths and calls of DuckDB's CSV reader, as SQL."""

import re

from ingest.engines.duckdb_dialect import SQL

# No text contains this delimiter, so DuckDB reads each line as one value.
NO_DELIMITER = "\x01"


def read_csv(
    path: str,
    columns: list[str],
    delimiter: str = NO_DELIMITER,
    quote: str = "",
    compression: str = "",
    has_header: bool = False,
    parallel: bool = True,
) -> str:
    """Return the call of DuckDB's CSV reader for a file or a pipe.

    DuckDB reads every column as text. `compression` is `gzip`, `zstd` or empty.
    `parallel` is False for files with quotes: in the middle of a file DuckDB guesses
    whether it is within quotes, and loses or invents records where the guess is wrong.
    """
    options = {
        "auto_detect": "false",
        "header": str(has_header).lower(),
        "delim": SQL.literal(delimiter),
        "quote": SQL.literal(quote),
        "escape": SQL.literal(quote),
        "parallel": str(parallel).lower(),
        "compression": SQL.literal(compression or "none"),
        "columns": "{" + ", ".join(f"{name}: 'varchar'" for name in columns) + "}",
    }
    listed = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"read_csv({path_literal(path)}, {listed})"


def read_lines(path: str, compression: str = "", has_header: bool = False) -> str:
    """Return the call that reads each line below the header as `line`."""
    return read_csv(path, ["line"], compression=compression, has_header=has_header)


def escape_glob(path: str) -> str:
    """Return a pattern that matches only this path: DuckDB reads paths as patterns."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def path_literal(path: str) -> str:
    """Return a path as an SQL literal."""
    return SQL.literal(escape_glob(path))

"""How DuckDB reads the lines of a text whole, whatever they hold."""

from ingest.dialects import DuckDB
from ingest.parquet import literal_path

SQL = DuckDB()
# Separates nothing: no text holds it.
NO_DELIMITER = "\x01"


def whole_lines(place: str, compression: str = "", has_header: bool = False) -> str:
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
        f"read_csv({literal_path(place)}, auto_detect = false, "
        f"header = {str(has_header).lower()}, "
        f"delim = {SQL.literal(NO_DELIMITER)}, quote = '', escape = '', "
        f"compression = {SQL.literal(compression or 'none')}, "
        "columns = {line: 'varchar'})"
    )

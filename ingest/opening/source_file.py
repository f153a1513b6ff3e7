"""A file, a sheet or a table: how it is read, and how many lines it has."""

from dataclasses import dataclass, field

from ingest.formats.json_files.json_table import JsonTable
from ingest.formats.parquet import LeafColumn
from ingest.formats.text.layout import TextLayout
from ingest.tables.table import Table


@dataclass(frozen=True)
class SourceFile:
    """A file, a sheet or a table, opened and ready to be read.

    The attributes that are not listed here are described in `Scan`.

    Attributes
    ----------
    format : str
        `csv`, `blanks` (columns separated by runs of blanks), `json` (one object per
        line), `parquet`, `sheet` or `table`.
    names : list of str
        The names of its columns; empty for a text without a header.
    columns : dict
        The columns to read by their key in queries: a column's position from 0 (csv,
        blanks, sheet) or its name (other formats).
    types : dict
        The DuckDB types of these columns.
    values : dict of LeafColumn
        The columns of a Parquet file or a table, by name.
    snapshot : str
        The id of the state of a lakehouse table.
    version : str
        The column of a table whose value changes whenever the row changes.
    sheet : pyarrow.Table or None
        The lines of a sheet.
    has_header : bool
        Whether the first line to read is the header.
    in_place : bool
        Whether DuckDB reads the file directly, without a pipe.
    start, lines_before : int
        The number of bytes and lines that an earlier run has read.
    records, lines : int
        The number of lines to load, and of all lines in the file.
    notes : list of str
        Messages for the user.
    """

    source_file: str
    format: str
    names: list[str]
    columns: dict[str, int | str]
    types: dict[str, str]
    width: int
    records: int = 0
    lines: int = 0
    bytes: int = 0
    sha256: str = ""
    layout: TextLayout | None = None
    json: JsonTable | None = None
    sheet: object = None
    table: Table | None = None
    snapshot: str = ""
    version: str = ""
    values: dict[str, LeafColumn] = field(default_factory=dict)
    has_header: bool = False
    in_place: bool = True
    has_quotes: bool = False
    has_null_bytes: bool = False
    can_grow: bool = False
    start: int = 0
    lines_before: int = 0
    broken: list = field(default_factory=list)
    shifts: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def columns_of_values(values: dict[str, LeafColumn], places: dict[str, int]) -> dict:
    """Return `SourceFile` attributes for columns that have types in the file."""
    names = [*values]
    return {
        "names": names,
        "columns": {column: names[place] for column, place in places.items()},
        "types": {column: values[names[one]].type for column, one in places.items()},
        "values": values,
        "width": len(names),
    }

"""A file, a sheet or a table: how it is read, and what it holds."""

from dataclasses import dataclass, field

from ingest.formats.json_files.json_table import JsonTable
from ingest.formats.parquet import LeafColumn
from ingest.formats.text.layout import TextLayout
from ingest.tables.table import Table


@dataclass(frozen=True)
class SourceFile:
    """A file, a sheet or a table as it is read.

    Attributes
    ----------
    format : str
        `csv`, `blanks` (columns separated by runs of blanks), `json` (one object a
        line), `parquet`, `sheet` or `table`.
    names : list of str
        Of its columns, in their order; empty where a text has no header.
    columns : dict
        Position from 0 (csv, blanks, sheet) or name of each column that is read, by
        its key in queries.
    types : dict
        DuckDB type of each of these columns.
    values : dict of LeafColumn
        Of Parquet and tables: the type and the SQL of each name.
    snapshot : str
        Tells the state of a table from all others, if its format can.
    version : str
        The column of a table that tells whether a row has changed.
    sheet : pyarrow.Table or None
        The lines of a sheet.
    has_header : bool
        Whether the first line to read is the header.
    in_place : bool
        Whether DuckDB reads the file itself, and not a pipe.
    start, lines_before : int
        Bytes and lines that an earlier run has read.
    records, lines : int
        Lines to load, and lines of the file up to its end.
    broken, shifts, can_grow, ...
        As of `Scan`.
    notes : list of str
        Sentences for the user.
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
    delimiter: str = ""
    encoding: str = ""
    compression: str = ""
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
    """Return what a `SourceFile` says of columns that have types of their own."""
    names = [*values]
    return {
        "names": names,
        "columns": {column: names[place] for column, place in places.items()},
        "types": {column: values[names[one]].type for column, one in places.items()},
        "values": values,
        "width": len(names),
    }

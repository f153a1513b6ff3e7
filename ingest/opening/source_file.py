"""A file, a sheet or a table: how it is read, and what it holds."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats.json_files.json_table import JsonTable
from ingest.formats.parquet import LeafColumn
from ingest.formats.text.layout import TextLayout

if TYPE_CHECKING:
    from ingest.tables.table import Table


@dataclass(frozen=True)
class SourceFile:
    """One file as it is to be read.

    Attributes
    ----------
    format : str
        `csv`, `blanks` (separated by runs of blanks), `json` (one object a line),
        `parquet`, `sheet` or `table`.
    names : list of str
        Of its columns, in their order; empty where a text has no header.
    columns : dict
        Canonical column to its position from 0 (csv, blanks) or name.
    types : dict
        Canonical column to the type that DuckDB reads it as.
    values : dict of LeafColumn
        Of Parquet and tables, what each name is read as, and how.
    table : Table or None
        Where a table is; `version` is the column that tells whether a row changed.
    snapshot : str
        What tells the state of a table from all others, where its format can.
    headers : dict
        Canonical column to what the header of a text says.
    width : int
        Columns of the file.
    has_header, in_place : bool
        Whether its first line names columns; whether DuckDB reads the file
        itself, and not what the door makes of it.
    has_quotes, has_null_bytes : bool
        Whether quotes stand around values, and null bytes in them.
    start, lines_before : int
        Bytes and lines that were read in an earlier run.
    layout : TextLayout or None
        How a text is written.
    json : JsonTable or None
        Where values stand in JSON.
    sheet : pyarrow.Table or None
        The lines of a sheet.
    records, lines : int
        Order lines to expect, and lines of the file up to its end.
    broken : list of (line number, bytes, reason)
        Lines that DuckDB will not see.
    shifts : list of (first record, lines to add)
        From the number of a record to its line in the file.
    bytes, sha256, can_grow
        What tells whether it changed, and whether lines may follow.
    """

    source_file: str
    format: str
    names: list[str]
    columns: dict[str, int | str]
    types: dict[str, str]
    width: int
    records: int
    lines: int
    bytes: int
    sha256: str
    layout: TextLayout | None = None
    json: JsonTable | None = None
    sheet: object = None
    table: "Table | None" = None
    snapshot: str = ""
    version: str = ""
    headers: dict[str, str] = field(default_factory=dict)
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

"""Open one file: its format, its columns, and how DuckDB is to read it."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.errors import OrdersError
from ingest.headers import columns_of_parquet, recognise
from ingest.json_files.scanning import scan_json
from ingest.json_files.table import JsonTable, json_table
from ingest.parquet import ParquetTable, Value, is_parquet, read_metadata
from ingest.preambles import look_at
from ingest.sources import SourceBlock
from ingest.state import Known, measure_bytes
from ingest.text import Scan, Shape, scan
from ingest.values import TEXT

if TYPE_CHECKING:
    from ingest.tables.table import Table


@dataclass(frozen=True)
class OrderFile:
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
    values : dict of Value
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
    shape : Shape or None
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
    shape: Shape | None = None
    json: JsonTable | None = None
    sheet: object = None
    table: "Table | None" = None
    snapshot: str = ""
    version: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
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


def is_unchanged(known: Known | None) -> bool:
    """Return whether a file was read to its end before."""
    return known is not None and not known.grew


def open_file(path: str, block: SourceBlock) -> OrderFile:
    """Open one file from its beginning."""
    (file,) = open_files([path], block, {})
    return file


def open_files(
    paths: list[str], block: SourceBlock, known: dict[str, Known]
) -> list[OrderFile]:
    """Open files, from where an earlier run stopped reading them.

    Raises
    ------
    OrdersError
        One is empty, unreadable, or lacks columns.
    """
    tables = read_metadata([path for path in paths if is_parquet(path)])
    return [
        open_parquet(path, block, tables[path])
        if path in tables
        else open_text(
            path,
            block,
            look_at(path, block),
            known.get(path),
        )
        for path in paths
    ]


def open_parquet(path: str, block: SourceBlock, table: ParquetTable) -> OrderFile:
    """Open a Parquet file; its metadata say all there is to know."""
    names = [*table.values]
    places = columns_of_parquet(path, block, names)
    size, sha256 = measure_bytes(path)
    return OrderFile(
        source_file=path,
        format="parquet",
        names=names,
        columns={column: names[place] for column, place in places.items()},
        types={
            column: table.values[names[place]].type for column, place in places.items()
        },
        values=table.values,
        width=len(names),
        records=table.records,
        lines=table.records,
        bytes=size,
        sha256=sha256,
    )


def open_text(
    path: str, block: SourceBlock, shape: Shape, known: Known | None = None
) -> OrderFile:
    """Open a text file: CSV, separated by blanks, or one JSON object a line."""
    kind, names, columns = recognise(path, block, shape)
    if kind == "json":
        return open_json(path, block, shape, columns, known)
    has_header, width = bool(names), len(shape.first_fields)
    start = known.bytes if known else 0
    found = scan(
        path,
        shape,
        has_header=has_header and not start,
        columns=width,
        start=start,
        quotes=kind == "csv",
    )
    if not start and not found.records and not found.broken:
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    return OrderFile(
        source_file=path,
        format=kind,
        names=names,
        columns=columns,
        types=dict.fromkeys(columns, TEXT),
        shape=replace(shape, encoding=found.encoding),
        headers={
            column: names[place] for column, place in columns.items() if has_header
        },
        width=width,
        delimiter=shape.delimiter,
        encoding=found.encoding,
        compression=shape.compression,
        has_header=has_header and not start,
        in_place=found.is_clean and not start,
        start=start,
        lines_before=known.lines if known else 0,
        lines=found.lines + (known.lines if known else 0),
        **measures(found, block),
        # What stands above the header was told when the file was first read.
        notes=notes_of(path, replace(shape, passed_over=0) if start else shape, found),
    )


def open_json(path, block, shape: Shape, columns, known: Known | None) -> OrderFile:
    """Open a JSON file: one object a line, an array, or an object with a list."""
    table = json_table(path, block, shape)
    start = known.bytes if known else 0
    amount = columns.get("sales_amount", "")
    found, notes = scan_json(path, shape, table, start, amount)
    return OrderFile(
        source_file=path,
        format="json",
        names=[*table.places],
        columns=columns,
        types=dict.fromkeys(columns, TEXT),
        shape=replace(shape, encoding=found.encoding),
        json=table.for_reading(),
        width=1,
        encoding=found.encoding,
        compression=shape.compression,
        in_place=found.is_clean,
        start=start,
        lines_before=known.lines if known else 0,
        lines=found.lines + (known.lines if known else 0),
        # In JSON a null byte is written with other letters: nobody has counted them.
        **{**measures(found, block), "has_null_bytes": True},
        notes=[*notes_of(path, shape, found), *notes],
    )


def measures(found: Scan, block: SourceBlock) -> dict:
    """Return what the pass over the bytes has counted."""
    # What is carried down may stand far above the lines that are new.
    can_grow = found.can_grow and not block.carry_down
    return {
        "records": found.records,
        "bytes": found.bytes,
        "sha256": found.sha256,
        "has_quotes": found.has_quotes,
        "has_null_bytes": found.has_null_bytes,
        "can_grow": can_grow,
        "broken": found.broken,
        "shifts": found.shifts,
    }


def notes_of(path: str, shape: Shape, found: Scan) -> list[str]:
    """Return what the user should know about how the file was read."""
    notes = []
    if shape.passed_over:
        above = shape.passed_over
        lines = f"{above} lines" if above > 1 else "line"
        verb = "were" if above > 1 else "was"
        notes.append(f"'{path}': the {lines} above its header {verb} skipped.")
    if found.encoding not in ("utf-8", "utf-8-sig", "ascii"):
        notes.append(f"'{path}' was read as {found.encoding}.")
    return notes

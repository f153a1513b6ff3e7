"""Open one file: its format, its columns, and how DuckDB is to read it."""

from dataclasses import replace

from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import columns_of_parquet, match_text
from ingest.formats.json_files.json_table import json_table
from ingest.formats.json_files.scan_json import scan_json
from ingest.formats.parquet import ParquetTable, is_parquet, read_metadata
from ingest.formats.text.find_header import sniff_with_block
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.scan import Scan, scan
from ingest.opening.known_files import ReadSoFar, measure_bytes
from ingest.opening.source_file import SourceFile
from ingest.sql.values import TEXT


def is_unchanged(known: ReadSoFar | None) -> bool:
    """Return whether a file was read to its end before."""
    return known is not None and not known.grew


def open_file(path: str, block: SourceBlock) -> SourceFile:
    """Open one file from its beginning."""
    (file,) = open_files([path], block, {})
    return file


def open_files(
    paths: list[str], block: SourceBlock, known: dict[str, ReadSoFar]
) -> list[SourceFile]:
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
            sniff_with_block(path, block),
            known.get(path),
        )
        for path in paths
    ]


def open_parquet(path: str, block: SourceBlock, table: ParquetTable) -> SourceFile:
    """Open a Parquet file; its metadata say all there is to know."""
    names = [*table.values]
    places = columns_of_parquet(path, block, names)
    size, sha256 = measure_bytes(path)
    return SourceFile(
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
    path: str, block: SourceBlock, layout: TextLayout, known: ReadSoFar | None = None
) -> SourceFile:
    """Open a text file: CSV, separated by blanks, or one JSON object a line."""
    kind, names, columns = match_text(path, block, layout)
    if kind == "json":
        return open_json(path, block, layout, columns, known)
    has_header, width = bool(names), len(layout.first_fields)
    start = known.bytes if known else 0
    found = scan(
        path,
        layout,
        has_header=has_header and not start,
        columns=width,
        start=start,
        quotes=kind == "csv",
    )
    if not start and not found.records and not found.broken:
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    return SourceFile(
        source_file=path,
        format=kind,
        names=names,
        columns=columns,
        types=dict.fromkeys(columns, TEXT),
        layout=replace(layout, encoding=found.encoding),
        headers={
            column: names[place] for column, place in columns.items() if has_header
        },
        width=width,
        delimiter=layout.delimiter,
        encoding=found.encoding,
        compression=layout.compression,
        has_header=has_header and not start,
        in_place=found.is_clean and not start,
        start=start,
        lines_before=known.lines if known else 0,
        lines=found.lines + (known.lines if known else 0),
        **measures(found, block),
        # What stands above the header was told when the file was first read.
        notes=notes_of(
            path, replace(layout, passed_over=0) if start else layout, found
        ),
    )


def open_json(
    path, block, layout: TextLayout, columns, known: ReadSoFar | None
) -> SourceFile:
    """Open a JSON file: one object a line, an array, or an object with a list."""
    table = json_table(path, block, layout)
    start = known.bytes if known else 0
    amount = columns.get("sales_amount", "")
    found, notes = scan_json(path, layout, table, start, amount)
    return SourceFile(
        source_file=path,
        format="json",
        names=[*table.places],
        columns=columns,
        types=dict.fromkeys(columns, TEXT),
        layout=replace(layout, encoding=found.encoding),
        json=table.for_reading(),
        width=1,
        encoding=found.encoding,
        compression=layout.compression,
        in_place=found.is_clean,
        start=start,
        lines_before=known.lines if known else 0,
        lines=found.lines + (known.lines if known else 0),
        # In JSON a null byte is written with other letters: nobody has counted them.
        **{**measures(found, block), "has_null_bytes": True},
        notes=[*notes_of(path, layout, found), *notes],
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


def notes_of(path: str, layout: TextLayout, found: Scan) -> list[str]:
    """Return what the user should know about how the file was read."""
    notes = []
    if layout.passed_over:
        above = layout.passed_over
        lines = f"{above} lines" if above > 1 else "line"
        verb = "were" if above > 1 else "was"
        notes.append(f"'{path}': the {lines} above its header {verb} skipped.")
    if found.encoding not in ("utf-8", "utf-8-sig", "ascii"):
        notes.append(f"'{path}' was read as {found.encoding}.")
    return notes

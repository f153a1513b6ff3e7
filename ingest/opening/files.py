"""Open files: find their format and columns, and count their records."""

from dataclasses import replace

from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import match_text, named_columns, reject_items
from ingest.formats.json_files.json_table import json_table
from ingest.formats.json_files.scan_json import scan_json
from ingest.formats.parquet import ParquetTable, is_parquet, read_metadata
from ingest.formats.text.find_header import sniff_with_block
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.scan import Scan, scan
from ingest.opening.known_files import size_and_hash
from ingest.opening.source_file import SourceFile, columns_of_values
from ingest.sql.values import TEXT


def open_files(
    paths: list[str], block: SourceBlock, known: dict[str, dict]
) -> list[SourceFile]:
    """Open files; a `known` file has grown and is read from its first new line."""
    tables = read_metadata([path for path in paths if is_parquet(path)])
    return [
        open_parquet(path, block, tables[path])
        if path in tables
        else open_text(path, block, known.get(path))
        for path in paths
    ]


def open_parquet(path: str, block: SourceBlock, table: ParquetTable) -> SourceFile:
    """Open a Parquet file by its metadata."""
    reject_items(path, block)
    places = named_columns(path, block, [*table.values])
    return SourceFile(
        source_file=path,
        format="parquet",
        **columns_of_values(table.values, places),
        records=table.records,
        lines=table.records,
        **size_and_hash(path),
    )


def open_text(path: str, block: SourceBlock, known: dict | None) -> SourceFile:
    """Open a text file: CSV, JSON, or columns separated by blanks."""
    layout = sniff_with_block(path, block)
    kind, names, columns = match_text(path, block, layout)
    start, lines_before = (known["bytes"], known["lines"]) if known else (0, 0)
    width = len(layout.first_fields)
    has_header = kind != "json" and bool(names) and not start
    table, notes = None, []
    if kind == "json":
        table = json_table(path, block, layout)
        amount = columns.get("sales_amount", "")
        found, notes = scan_json(path, layout, table, start, amount)
    else:
        how = {"columns": width, "has_header": has_header, "quotes": kind == "csv"}
        found = scan(path, layout, start=start, **how)
        if not start and not found.records and not found.broken:
            raise OrdersError(f"The file '{path}' has a header but no lines.")
    return SourceFile(
        source_file=path,
        format=kind,
        names=names,
        columns=columns,
        types=dict.fromkeys(columns, TEXT),
        layout=replace(layout, encoding=found.encoding),
        json=table.for_reading() if table else None,
        width=width,
        has_header=has_header,
        # JSON writes null bytes as escapes, which `scan` does not find.
        has_null_bytes=found.has_null_bytes or kind == "json",
        start=start,
        lines_before=lines_before,
        lines=found.lines + lines_before,
        records=found.records,
        bytes=found.bytes,
        sha256=found.sha256,
        in_place=found.in_place,
        has_quotes=found.has_quotes,
        # Appended lines may need values that are carried down from earlier ones.
        can_grow=found.can_grow and not block.carry_down,
        broken=found.broken,
        shifts=found.shifts,
        notes=[*notes_of(path, layout, found, start), *notes],
    )


def notes_of(path: str, layout: TextLayout, found: Scan, start: int) -> list[str]:
    """Return notes on skipped lines and on the encoding."""
    notes, above = [], layout.passed_over
    # If a file has grown, an earlier run has already reported the lines above its
    # header.
    if above and not start:
        notes.append(f"'{path}': lines skipped above its header: {above}.")
    if found.encoding != "utf-8":
        notes.append(f"'{path}' was read as {found.encoding}.")
    return notes

"""Open sheets, and leave out sheets without lines of the source."""

from ingest.blocks.matching import match_columns, unnamed_columns
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.formats.workbooks.addresses import is_sheet
from ingest.formats.workbooks.cells import rows_of
from ingest.formats.workbooks.sheet import notes_of, read_sheet, table_of
from ingest.opening.known_files import size_and_hash
from ingest.opening.source_file import SourceFile


def drop_other_sheets(
    paths: list[str], block: SourceBlock, asked: str, known=()
) -> tuple[list[str], list[str]]:
    """Return the files and sheets to read, and notes on the sheets that are left out.

    A sheet is always read if the user's path, `asked`, names it, or if an earlier run
    has read it. Raises OrdersError if a workbook cannot be read, or no sheet is left.
    """
    reasons = {
        path: reason
        for path in paths
        if is_sheet(path)
        and not (is_sheet(asked) or path in known)
        and (reason := why_not_read(path, block))
    }
    kept = [path for path in paths if path not in reasons]
    if not kept:
        best = largest_first(paths)[0]
        if count_cells(best):
            # This call raises an error that names the missing columns of the largest
            # sheet.
            find_columns(best, block)
        raise OrdersError(f"The workbook '{asked}' has no sheet with lines.")
    return kept, [f"'{path}' was left out: {why}." for path, why in reasons.items()]


def largest_first(paths: list[str]) -> list[str]:
    """Return sheets sorted from largest to smallest; other paths stay as they are."""
    if not all(map(is_sheet, paths)):
        return paths
    return sorted(paths, key=count_cells, reverse=True)


def count_cells(path: str) -> int:
    """Return the number of cells of a sheet, empty ones included."""
    rows = rows_of(path)
    return len(rows) * len(rows[0]) if rows else 0


def why_not_read(path: str, block: SourceBlock) -> str:
    """Return why a sheet is left out; empty if it may have lines of the source."""
    sheet = read_sheet(path, block)
    if not (sheet.first or sheet.cells):
        return "the sheet is empty"
    if match_columns(block, sheet.first) or unnamed_columns(block, sheet.first):
        return ""
    # A block that names no column is no reason to leave out a sheet.
    is_named = block.names or block.extra_columns
    return f"it has none of the columns of source '{block.name}'" if is_named else ""


def open_sheet(path: str, block: SourceBlock) -> SourceFile:
    """Open a sheet."""
    names, columns, _ = find_columns(path, block)
    sheet = read_sheet(path, block)
    table, types = table_of(sheet, [*columns.values()], block.decimal_comma)
    return SourceFile(
        source_file=path,
        format="sheet",
        names=names,
        columns=columns,
        types={column: types[place] for column, place in columns.items()},
        sheet=table,
        width=sheet.width,
        has_header=bool(names),
        records=table.num_rows,
        lines=max(sheet.numbers),
        **size_and_hash(path),
        notes=notes_of(path, sheet),
    )

"""Open sheets: which columns they have, and which of them hold no orders at all."""

from ingest.blocks.matching import match_columns, unnamed_columns
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.formats.workbooks.addresses import is_sheet
from ingest.formats.workbooks.cells import rows_of
from ingest.formats.workbooks.sheet import notes_of, read_sheet, table_of
from ingest.opening.known_files import measure_bytes
from ingest.opening.source_file import SourceFile


def drop_other_sheets(
    paths: list[str], block: SourceBlock, asked: str, known=()
) -> tuple[list[str], list[str]]:
    """Return paths without sheets that hold something else, and what to say of those.

    Parameters
    ----------
    paths : list of str
        Files, and addresses of sheets.
    block : SourceBlock
    asked : str
        What the user has named: a sheet that is named by it is not left out.
    known : collection of str
        Paths that need no look.

    Raises
    ------
    OrdersError
        A workbook cannot be read, or nothing is left.
    """
    left_out = {
        path: why
        for path in paths
        if is_sheet(path)
        and not (is_sheet(asked) or path in known)
        and (why := why_not_read(path, block))
    }
    kept = [path for path in paths if path not in left_out]
    if not kept:
        best = largest_first(paths)[0]
        if count_cells(best):
            find_columns(best, block)
        raise OrdersError(f"The workbook '{asked}' has no sheet with lines.")
    return kept, [f"'{path}' was left out: {why}." for path, why in left_out.items()]


def largest_first(paths: list[str]) -> list[str]:
    """Return paths; sheets by the cells that they have, as notes have few."""
    if not all(map(is_sheet, paths)):
        return paths
    return sorted(paths, key=count_cells, reverse=True)


def count_cells(path: str) -> int:
    """Return how many cells a sheet has, up to its last row and column."""
    rows = rows_of(path)
    return len(rows) * len(rows[0]) if rows else 0


def why_not_read(path: str, block: SourceBlock) -> str:
    """Return why a sheet holds no lines of a source; nothing where it may."""
    sheet = read_sheet(path, block)
    if sheet.is_empty:
        return "the sheet is empty"
    if match_columns(block, sheet.first) or unnamed_columns(block, sheet.first):
        return ""
    # Of a block that computes everything, no name is known.
    if not block.names and not block.own_names:
        return ""
    return f"it has none of the columns of source '{block.name}'"


def open_sheet(path: str, block: SourceBlock) -> SourceFile:
    """Open a sheet.

    Raises
    ------
    OrdersError
        It has no lines, lacks columns, or cannot be read.
    """
    names, columns, _ = find_columns(path, block)
    sheet = read_sheet(path, block)
    size, sha256 = measure_bytes(path)
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
        bytes=size,
        sha256=sha256,
        notes=notes_of(path, sheet),
    )

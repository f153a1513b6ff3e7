"""Count what DuckDB will find in a JSON file: records, or their items."""

from bisect import bisect_right
from dataclasses import replace

import duckdb

from ingest.engines.readers import read_lines
from ingest.errors import OrdersError
from ingest.formats.json_files.document_pipe import (
    lines_of_records,
    open_document_pipe,
)
from ingest.formats.json_files.documents import how_to_read, read_text
from ingest.formats.json_files.json_sql import count_items
from ingest.formats.json_files.json_table import JsonTable
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.lines import Counts
from ingest.formats.text.pipe import Pipe, open_pipe
from ingest.formats.text.scan import Scan, scan


def scan_json(
    path: str, layout: TextLayout, table: JsonTable, start: int = 0, amount: str = ""
) -> tuple[Scan, list[str]]:
    """Return what a JSON file holds, from byte `start` on, and notes for the user.

    The lines of a document are its records. Where there are items, they are counted
    through the file, and what is no record counts as one.

    Parameters
    ----------
    amount : str
        The name of the value that is taken for what was paid for a line.

    Raises
    ------
    OrdersError
        It holds no records, or none of them has items.
    """
    found = scan_records(path, layout, table, start)
    if not (start or found.records or found.broken):
        raise OrdersError(f"The JSON file '{path}' holds no records.")
    return (
        scan_items(path, layout, table, found, amount) if table.items else (found, [])
    )


def scan_records(path: str, layout: TextLayout, table: JsonTable, start: int) -> Scan:
    """Return what a JSON file holds of records."""
    document = table.document
    if not document:
        return scan(
            path, layout, has_header=False, columns=1, quotes=False, start=start
        )
    text, encoding, hashed = read_text(path, *how_to_read(layout))
    if hashed.digest.hexdigest() != document.sha256:
        raise OrdersError(f"The file '{path}' changed while it was read. Try again.")
    counts = Counts()
    for _ in lines_of_records(text, table.records, counts):
        pass
    return Scan(
        encoding=encoding,
        records=counts.records,
        lines=counts.lines,
        broken=counts.broken,
        shifts=counts.shifts,
        has_quotes=False,
        has_null_bytes=False,
        is_clean=False,
        ends_with_newline=False,
        can_grow=False,
        bytes=document.bytes,
        sha256=document.sha256,
    )


def open_json_pipe(
    path: str,
    layout: TextLayout,
    table: JsonTable,
    found_records: int,
    sha256: str,
    start=0,
) -> Pipe:
    """Return the pipe through which a JSON file comes, each record on a line."""
    if table.document:
        return open_document_pipe(path, how_to_read(layout), table.records, sha256)
    return open_pipe(
        path,
        layout,
        has_header=False,
        columns=1,
        quotes=False,
        start=start,
        records=found_records,
    )


def scan_items(
    path: str, layout: TextLayout, table: JsonTable, found: Scan, amount: str
) -> tuple[Scan, list[str]]:
    """Return what a JSON file holds of items, and what to say of its records."""
    layout = replace(layout, encoding=found.encoding)
    before = [records_before(line, found.shifts) for line, _, _ in found.broken]
    items, without, totals = query_items(path, layout, table, found, before)
    if not items:
        raise OrdersError(f"None of the records of '{path}' has items.")
    # A broken line takes the next number, as if it were one item.
    places = [total + place for place, total in enumerate(totals, start=1)]
    items_found = replace(
        found,
        records=items,
        lines=items + len(places),
        broken=[
            (place, size, reason)
            for place, (_, size, reason) in zip(places, found.broken, strict=True)
        ],
        shifts=[*{t + 1: (t + 1, n) for n, t in enumerate(totals, start=1)}.values()],
        can_grow=False,
    )
    notes = []
    if without:
        have = "record has" if without == 1 else "records have"
        verb = "gives" if without == 1 else "give"
        notes.append(f"'{path}': {without:,} {have} no items and {verb} no line.")
    is_of_record = amount and not table.places[amount].is_of_item
    if is_of_record and items > found.records - without:
        notes.append(
            f"'{path}': sales_amount is {amount} of the whole record on each of its "
            "items, so records with several items count several times: name an amount "
            "of the item, or leave items out of the source block."
        )
    return items_found, notes


def query_items(
    path, layout, table, found: Scan, before: list[int]
) -> tuple[int, int, list]:
    """Return how many items there are, and records without, and items before records.

    Parameters
    ----------
    before : list of int
        Numbers of records: the items up to each of them are counted.
    """
    fed = None
    if not found.is_clean:
        fed = open_json_pipe(path, layout, table, found.records, found.sha256)
    lines = read_lines(fed.path if fed else path, "" if fed else layout.compression)
    try:
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            asked = count_items(lines, table.items)
            items, without, totals = connection.execute(asked, [before]).fetchone()
    except duckdb.Error as error:
        reason = fed and fed.failure or str(error).splitlines()[0]
        raise OrdersError(f"'{path}' cannot be read: {reason}") from None
    finally:
        if fed:
            fed.close()
    if fed:
        fed.raise_if_failed()
    return items, without, totals or []


def records_before(line: int, shifts: list[tuple[int, int]]) -> int:
    """Return how many records stand above a line that is none.

    Parameters
    ----------
    shifts : list of (first record, lines to add)
        As of `Scan`.
    """
    firsts = [first + added for first, added in shifts]
    place = bisect_right(firsts, line)
    if place == 0:
        return min([line - 1, *(first - 1 for first, _ in shifts[:1])])
    last = line - 1 - shifts[place - 1][1]
    return min([last, *(first - 1 for first, _ in shifts[place : place + 1])])

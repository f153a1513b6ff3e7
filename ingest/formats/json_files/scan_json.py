"""Count the records of a JSON file, or their items, before DuckDB reads them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

import duckdb

from ingest.engines.readers import read_lines
from ingest.errors import OrdersError
from ingest.formats.json_files.document_pipe import read_unchanged, record_lines
from ingest.formats.json_files.documents import decoding
from ingest.formats.json_files.json_sql import count_items
from ingest.formats.json_files.json_table import JsonTable
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.lines import Counts
from ingest.formats.text.pipe import Pipe, open_pipe
from ingest.formats.text.scan import Scan, scan

# Settings of `clean_blocks`: each whole line is a record.
HOW = {"has_header": False, "columns": 1, "quotes": False}


def scan_json(
    path: str, layout: TextLayout, table: JsonTable, start: int = 0, amount: str = ""
) -> tuple[Scan, list[str]]:
    """Count the lines of a JSON file from byte `start` on; also return messages.

    Each record of a document counts as a line. If records have items, each item and
    each broken record counts as a line. `amount` is the name of the file's column with
    the sales.
    """
    document = table.document
    if document:
        sha256 = document.sha256
        found = Scan(
            path, encoding=document.encoding, bytes=document.bytes, sha256=sha256
        )
        text = read_unchanged(path, decoding(layout), sha256)
        for _ in record_lines(text, table.records, found):
            pass
    else:
        found = scan(path, layout, start=start, **HOW)
    if not (start or found.records or found.broken):
        raise OrdersError(
            f"The JSON file '{path}' has no records: export it again, or name their "
            "list as records in the source block."
        )
    if table.items:
        return scan_items(path, layout, table, found, amount)
    return found, []


def open_json_pipe(
    path: str, layout: TextLayout, table: JsonTable, records, sha256: str, start=0
) -> Pipe:
    """Return a pipe in which each record of a JSON file is a line."""

    def blocks(counts: Counts) -> Iterator[bytes]:
        text = read_unchanged(path, decoding(layout), sha256)
        yield from record_lines(text, table.records, counts)

    if table.document:
        return Pipe(path, blocks, None)
    return open_pipe(path, layout, start=start, records=records, **HOW)


def scan_items(
    path: str, layout: TextLayout, table: JsonTable, found: Scan, amount: str
) -> tuple[Scan, list[str]]:
    """Return the number of items in a JSON file, and messages on its records."""
    layout = replace(layout, encoding=found.encoding)
    before = [records_before(line, found.shifts) for line, _, _ in found.broken]
    items, without, totals = query_items(path, layout, table, found, before)
    if not items:
        raise OrdersError(
            f"None of the records of '{path}' has items: check the setting items of "
            "the source block."
        )
    # A broken line gets its own line number, as an item does.
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
        notes.append(f"'{path}': records without items give no lines: {without:,}.")
    is_of_record = amount and not table.paths[amount].is_of_item
    if is_of_record and items > found.records - without:
        notes.append(
            f"'{path}': sales_amount is {amount} of the whole record on each of its "
            "items, so records with several items count several times: name an amount "
            "of the item, or leave items out of the source block."
        )
    return items_found, notes


def query_items(path, layout, table, found: Scan, before: list[int]) -> tuple:
    """Return counts of items, of records without items, and of items `before`."""
    pipe = None
    if not found.in_place:
        pipe = open_json_pipe(path, layout, table, found.records, found.sha256)
    lines = read_lines(pipe.path) if pipe else read_lines(path, layout.compression)
    try:
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            query = count_items(lines, table.items)
            items, without, totals = connection.execute(query, [before]).fetchone()
    except duckdb.Error as error:
        reason = pipe and pipe.failure or str(error).splitlines()[0]
        raise OrdersError(f"'{path}' cannot be read: {reason}") from None
    finally:
        if pipe:
            pipe.close()
    if pipe:
        pipe.raise_if_failed()
    return items, without, totals or []


def records_before(line: int, shifts: list[tuple[int, int]]) -> int:
    """Return the number of records above a broken line, by the shifts of a `Scan`."""
    firsts = [first + added for first, added in shifts]
    place = bisect_right(firsts, line)
    if place == 0:
        return min([line - 1, *(first - 1 for first, _ in shifts[:1])])
    last = line - 1 - shifts[place - 1][1]
    return min([last, *(first - 1 for first, _ in shifts[place : place + 1])])

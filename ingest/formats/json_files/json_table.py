"""Turn a JSON file into a table: find its records, and the names of its columns."""

from contextlib import suppress
from dataclasses import dataclass, replace

from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.json_files.documents import DECODER, SAMPLE, Document, Records
from ingest.formats.json_files.find_records import find_records
from ingest.formats.json_files.value_paths import (
    FoundValues,
    ValuePath,
    find_values,
    items_of,
    name_of,
    same_name,
)
from ingest.formats.text.layout import TextLayout


@dataclass(frozen=True)
class JsonTable:
    """A JSON file as a table.

    Attributes
    ----------
    paths : dict of ValuePath
        The path to the value of each column, by its name.
    items : ValuePath or None
        The path to the items of a record; each item becomes a line. None for no items.
    lists : list of str
        The names of the lists of objects in the records.
    document, records : Document, Records or None
        The whole file and its records; None if each line is a record.
    """

    paths: dict[str, ValuePath]
    items: ValuePath | None
    lists: list[str]
    first: list
    document: Document | None = None
    records: Records | None = None

    def for_reading(self) -> "JsonTable":
        """Return a copy without the values of first records, to save memory."""
        if not self.document:
            return replace(self, first=[])
        records = Records(self.records.starts, self.records.ends)
        document = replace(self.document, records=records, lists={})
        return replace(self, first=[], document=document, records=records)


def json_table(path: str, block: SourceBlock, layout: TextLayout) -> JsonTable:
    """Return a JSON file as a table; raise OrdersError if the file has no objects."""
    document, records = find_records(path, block, layout)
    first = records.first if records else first_lines(layout)
    if records and not any(isinstance(one, dict) for one in first):
        raise OrdersError(f"The JSON file '{path}' has no objects that can be records.")
    found = find_values(first)
    lists = [name_of(keys) for keys in found.lists]
    items = find_items(path, block, found)
    paths = find_paths(found, first, items)
    return JsonTable(paths, items, lists, first, document, records)


def find_paths(
    found: FoundValues, first: list, items: ValuePath | None
) -> dict[str, ValuePath]:
    """Return the paths to the values in records and in items, by name."""
    paths: dict[str, ValuePath] = {}
    for keys in found.leaves:
        if not items or keys[: len(items.keys)] != items.keys:
            paths.setdefault(name_of(keys), ValuePath(keys))
    if items:
        of_items = find_values(
            item for record in first for item in items_of(record, items.keys)
        )
        for keys in of_items.leaves:
            paths.setdefault(name_of((*items.keys, *keys)), ValuePath(keys, True))
    return paths


def find_items(path: str, block: SourceBlock, found: FoundValues) -> ValuePath | None:
    """Return the path to the items that a block names."""
    if not block.items:
        return None
    for keys in [*found.lists, *found.objects]:
        if same_name(keys, block.items):
            return ValuePath(keys)
    lists = ", ".join(map(name_of, found.lists)) or "none"
    raise OrdersError(
        f"The records of '{path}' have no list '{block.items}', which source "
        f"'{block.name}' names as items. Their lists of objects: {lists}."
    )


def first_lines(layout: TextLayout) -> list:
    """Return the values of the first lines that are JSON."""
    found = []
    for line in layout.head.split("\n")[:SAMPLE]:
        with suppress(ValueError, RecursionError):
            found.append(DECODER.decode(line))
    return found

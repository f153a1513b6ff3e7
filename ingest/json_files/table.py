"""Open a JSON file: where its records stand, and what its columns are called."""

import json
from dataclasses import dataclass
from json import JSONDecodeError

from ingest.errors import OrdersError
from ingest.json_files.documents import (
    DECODER,
    LOOKED_AT,
    Document,
    Records,
    read_document,
)
from ingest.json_files.paths import (
    Found,
    Place,
    items_of,
    look_at_records,
    name_of,
    same_name,
)
from ingest.matching import match_columns, missing_columns
from ingest.sources import SourceBlock
from ingest.text import Shape
from ingest.text.shape import HEAD


@dataclass(frozen=True)
class JsonTable:
    """A JSON file as a table.

    Attributes
    ----------
    places : dict of Place
        Where a column's value stands, by the column's name.
    items : Place or None
        Where the list of items stands, each of which is a line.
    lists : list of str
        What else could be items.
    first : list
        The first records.
    document : Document or None
        Where the whole text is one; else each line is a record.
    records : Records or None
        Of the document.
    """

    places: dict[str, Place]
    items: Place | None
    lists: list[str]
    first: list
    document: Document | None = None
    records: Records | None = None


def json_table(path: str, block: SourceBlock, shape: Shape) -> JsonTable:
    """Return what a JSON file holds.

    Raises
    ------
    OrdersError
        It is damaged, or it is not clear which of its lists holds the records.
    """
    document, records = find_records(path, block, shape)
    first = records.first if records else first_lines(shape)
    if records and not first:
        raise OrdersError(f"The JSON file '{path}' holds no records.")
    found = look_at_records(first)
    lists = [name_of(keys) for keys in found.lists]
    items = find_items(path, block, found)
    return JsonTable(
        find_places(found, first, items), items, lists, first, document, records
    )


def find_places(found: Found, first: list, items: Place | None) -> dict[str, Place]:
    """Return where values stand in records, and in items, by their names."""
    places: dict[str, Place] = {}
    for keys in found.leaves:
        if not items or keys[: len(items.keys)] != items.keys:
            places.setdefault(name_of(keys), Place(keys))
    if items:
        of_items = look_at_records(
            item for record in first for item in items_of(record, items.keys)
        )
        for keys in of_items.leaves:
            places.setdefault(name_of((*items.keys, *keys)), Place(keys, True))
    return places


def find_items(path: str, block: SourceBlock, found: Found) -> Place | None:
    """Return where the items stand that a block names."""
    if not block.items:
        return None
    for keys in [*found.lists, *found.objects]:
        if same_name(keys, block.items):
            return Place(keys)
    lists = ", ".join(map(name_of, found.lists)) or "none"
    raise OrdersError(
        f"The records of '{path}' have no list '{block.items}', which source "
        f"'{block.name}' names as items. Lists of objects there: {lists}."
    )


def first_lines(shape: Shape) -> list:
    """Return the values of the first lines, without those that are no JSON."""
    found = []
    for line in shape.head.split("\n")[:LOOKED_AT]:
        try:
            found.append(DECODER.decode(line))
        except (ValueError, RecursionError):
            continue
    return found


def find_records(
    path: str, block: SourceBlock, shape: Shape
) -> tuple[Document | None, Records | None]:
    """Return the document and its records; nothing where each line is a record."""
    lines = [line for line in shape.head.split("\n") if line.strip()]
    is_array = shape.head.lstrip().startswith("[")
    is_one_line = len(shape.head) < HEAD and len(lines) == 1
    if not is_array and not is_one_line and are_lines(shape.head, lines):
        return None, None
    document = read_document(path, shape)
    records = choose(path, block, document)
    if is_one_line and document.is_object and records is document.records:
        # More lines may follow one day.
        return None, None
    return document, records


def are_lines(head: str, lines: list[str]) -> bool:
    """Return whether each line is a record: the first one, or else most of them.

    Where the first one is none, it may be broken, or an object goes over lines.
    """
    if is_object(lines[0]):
        return True
    try:
        DECODER.raw_decode(head.lstrip())
        return False
    except JSONDecodeError as error:
        if len(head) >= HEAD and 2 * error.pos > len(head):
            # All was well until the head was cut off.
            return False
    except RecursionError:
        return False
    some = lines[1:200]
    return 2 * sum(map(is_object, some)) >= len(some)


def is_object(line: str) -> bool:
    """Return whether a line is one JSON object."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def choose(path: str, block: SourceBlock, document: Document) -> Records:
    """Return the records of a document.

    One object is a record where it has what the block needs; else its only list of
    objects holds them.

    Raises
    ------
    OrdersError
        There are several lists, or none that the block names.
    """
    lists = document.lists
    if not document.is_object:
        return document.records
    if block.records:
        for keys, records in lists.items():
            if same_name(keys, block.records):
                return records
    elif not lists or is_record(block, document):
        return document.records
    elif len(lists) == 1:
        return next(iter(lists.values()))
    names = ", ".join(map(name_of, lists)) or "none"
    if block.records:
        raise OrdersError(
            f"The JSON file '{path}' has no list '{block.records}', which source "
            f"'{block.name}' names as records. Lists of objects there: {names}."
        )
    raise OrdersError(
        f"The JSON file '{path}' has several lists of objects: {names}. Say in the "
        f"source block which one holds the records, such as records: "
        f"{name_of(next(iter(lists)))}."
    )


def is_record(block: SourceBlock, document: Document) -> bool:
    """Return whether the sole object of a document is a record itself."""
    found = look_at_records(document.records.first)
    names = [name_of(keys) for keys in found.leaves]
    if block.items:
        return any(same_name(keys, block.items) for keys in found.lists)
    if block.names:
        return not missing_columns(block, match_columns(block, names))
    # Nothing says what is needed: an order has more to say than what wraps a list.
    widest = max(
        len(look_at_records(one.first).leaves) for one in document.lists.values()
    )
    return len(names) > widest

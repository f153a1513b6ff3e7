"""Find the records of a JSON file: each line, or values of one JSON document."""

import json
import os
from json import JSONDecodeError

from ingest.blocks.matching import match_columns, missing_columns
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.json_files.documents import (
    DECODER,
    Document,
    Records,
    decoding,
    read_document,
)
from ingest.formats.json_files.value_paths import find_values, name_of, same_name
from ingest.formats.text.layout import HEAD, TextLayout


def find_records(
    path: str, block: SourceBlock, layout: TextLayout
) -> tuple[Document | None, Records | None]:
    """Return the document and its records; None if each line is a record."""
    lines = [line for line in layout.head.split("\n") if line.strip()]
    is_array = layout.head.lstrip().startswith("[")
    is_one_line = len(layout.head) < HEAD and len(lines) == 1
    if not (is_array or is_one_line or are_pages(block, lines[0])):
        if are_lines(layout.head, lines):
            return None, None
    status = os.stat(path)
    stamp = (status.st_size, status.st_mtime_ns)
    document = read_document(path, stamp, decoding(layout))
    records = choose(path, block, document)
    if is_one_line and document.is_object and records is document.records:
        # A file with one line is read by lines, because lines may be appended later.
        return None, None
    return document, records


def are_pages(block: SourceBlock, line: str) -> bool:
    """Return whether a line is an object that contains the block's list of records."""
    if not block.records or not is_object(line):
        return False
    found = find_values([json.loads(line)])
    return any(same_name(keys, block.records) for keys in found.lists)


def are_lines(head: str, lines: list[str]) -> bool:
    """Return whether the first line is an object, or most lines below it are."""
    if is_object(lines[0]):
        return True
    try:
        DECODER.raw_decode(head.lstrip())
        return False
    except JSONDecodeError as error:
        if len(head) >= HEAD and 2 * error.pos > len(head):
            # The head ends within an object that is valid up to the end of the head.
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

    A single object is a record if it has the columns that the block requires. If not,
    the records are the elements of its only list of objects, or of the only list with
    the columns that the block requires.
    """
    lists = document.lists
    names = ", ".join(map(name_of, lists)) or "none"
    if block.records:
        for keys, records in lists.items():
            if same_name(keys, block.records):
                return records
        if document.is_object:
            raise OrdersError(
                f"The JSON file '{path}' has no list '{block.records}', which source "
                f"'{block.name}' names as records. Its lists of objects: {names}."
            )
    if not (document.is_object and lists) or is_record(block, document):
        return document.records
    is_only = len(lists) == 1
    fitting = [one for one in lists.values() if is_only or fits(block, one.first)]
    if len(fitting) == 1 or not block.names:
        return max(fitting or lists.values(), key=lambda one: len(one.starts))
    raise OrdersError(
        f"The JSON file '{path}' has several lists of objects: {names}. Name the one "
        "with the records in the source block, such as records: "
        f"{name_of(next(iter(lists)))}."
    )


def fits(block: SourceBlock, first: list) -> bool:
    """Return whether records have the block's items; without items, its columns."""
    found = find_values(first)
    if block.items:
        return any(same_name(keys, block.items) for keys in found.lists)
    names = [name_of(keys) for keys in found.leaves]
    return not missing_columns(block, match_columns(block, names))


def is_record(block: SourceBlock, document: Document) -> bool:
    """Return whether the single object of a document is a record."""
    first = document.records.first
    if block.items or block.names:
        return fits(block, first)
    # Without a block, the object is a record if it has more columns than the objects of
    # each of its lists.
    leaves = [
        len(find_values(one).leaves)
        for one in (first, *(records.first for records in document.lists.values()))
    ]
    return leaves[0] > max(leaves[1:])

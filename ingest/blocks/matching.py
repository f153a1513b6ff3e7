"""Which columns of a file are read: those a block names, and what its SQL needs."""

from ingest.blocks.expressions import columns_read, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name
from ingest.datasets import Dataset


def match_columns(block: SourceBlock, header: list[str]) -> dict[str, int]:
    """Return the position (from 0) of each column that is read, by what we call it.

    These are the canonical columns that the file has, and those of its own that the
    block's SQL reads. Headers match ignoring case, blanks, `_`, `-` and `.`.
    """
    places = {simplify(name): place for place, name in reversed([*enumerate(header)])}
    matched = {}
    for column, names in block.names.items():
        for name in names:
            if simplify(name) in places:
                matched[column] = places[simplify(name)]
                break
    own = {key: places[name] for name, key in block.own_keys.items() if name in places}
    needed = needed_expressions(block, {*matched, *own}).values()
    read = {
        key
        for sql in (*needed, *block.conditions.values())
        for key in aliases_read(sql, block)
    }
    return matched | {key: place for key, place in own.items() if key in read}


def needed_expressions(block: SourceBlock, matched) -> dict[str, str]:
    """Return what computes each missing column: the first whose inputs are there.

    Parameters
    ----------
    matched : collection of str
        Columns that the file has.
    """
    needed = {}
    for column in block.expressions.keys() - {*matched}:
        for sql in block.expressions[column]:
            if all(key in matched for key in aliases_read(sql, block)):
                needed[column] = sql
                break
    return dict(sorted(needed.items()))


def aliases_read(sql: str, block: SourceBlock) -> list[str]:
    """Return all columns that an expression reads, by what queries call them."""
    keys = block.own_keys
    return [
        canonical_name(column, block.dataset) or keys[simplify(column.name)]
        for column in columns_read(sql)
    ]


def canonical_columns_read(sql: str, dataset: Dataset) -> list[str]:
    """Return the canonical columns that an expression reads."""
    read = {canonical_name(column, dataset) for column in columns_read(sql)}
    return [column for column in dataset.column_names if column in read]


def missing_columns(block: SourceBlock, matched) -> list[str]:
    """Return what is needed and neither in the file nor computed.

    A condition over a column that is not there would be true of no line, and nobody
    would see it. Only a return may say more than a file has.
    """
    there = {*matched, *needed_expressions(block, matched)}
    if block.carry_down:
        # Lines belong together by the id as it came.
        there -= {"order_id"} - {*matched}
    missing = [
        column for column in block.dataset.required_columns if column not in there
    ]
    if block.where:
        read = canonical_columns_read(block.where, block.dataset)
        missing += [one for one in read if one not in {*there, *missing}]
    keys = block.own_keys
    read = {
        key for sql in block.conditions.values() for key in aliases_read(sql, block)
    }
    return missing + [
        name
        for simplified, name in block.own_names.items()
        if keys[simplified] in read - there
    ]


def has_all(block: SourceBlock, header: list[str]) -> bool:
    """Return whether a header names all that a block needs, if it has any names."""
    found = match_columns(block, header)
    return bool(block.names) and not missing_columns(block, found)


def unnamed_columns(block: SourceBlock, first: list[str]) -> dict[str, int]:
    """Return the columns of a file that has no header; else nothing."""
    for columns in block.without_header:
        if len(columns) == len(first):
            places = {column: place for place, column in enumerate(columns) if column}
            is_line = is_number(first[places[block.dataset.number_column]])
            if is_line and not missing_columns(block, places):
                return places
    return {}


def is_number(text: str) -> bool:
    """Return whether a text is a number, and so no header."""
    try:
        float(text)
    except ValueError:
        return False
    return True

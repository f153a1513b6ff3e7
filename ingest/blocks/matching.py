"""Find in a file the columns that a block names, and those that its SQL reads."""

from ingest.blocks.expressions import columns_read, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name


def match_columns(block: SourceBlock, header: list[str]) -> dict[str, int]:
    """Return the position (from 0) of each column to read, by its key.

    A key is the name of a canonical column that the file has, or `extra_<number>` for
    another column that the block's SQL reads. Case, blanks, `_`, `-` and `.` in headers
    do not matter.
    """
    places = {simplify(name): place for place, name in reversed([*enumerate(header)])}
    matched = {}
    for column, names in block.names.items():
        found = [places[simplify(name)] for name in names if simplify(name) in places]
        if found:
            matched[column] = found[0]
    extra = {
        key: places[name] for name, key in block.extra_keys.items() if name in places
    }
    needed = needed_expressions(block, {*matched, *extra}).values()
    read = keys_of_all((*needed, *block.conditions.values()), block)
    return matched | {key: place for key, place in extra.items() if key in read}


def needed_expressions(block: SourceBlock, matched) -> dict[str, str]:
    """Return the SQL of each canonical column that is computed instead of read.

    A column that is not in the file is computed by the block's first expression for it
    that reads only `matched` columns.
    """
    needed = {}
    for column in sorted(block.expressions.keys() - {*matched}):
        for sql in block.expressions[column]:
            if all(key in matched for key in keys_read(sql, block)):
                needed[column] = sql
                break
    return needed


def keys_read(sql: str, block: SourceBlock) -> list[str]:
    """Return the keys of the columns that an expression reads."""
    return [
        canonical_name(column, block.dataset) or block.extra_keys[simplify(column.name)]
        for column in columns_read(sql)
    ]


def keys_of_all(expressions, block: SourceBlock) -> set[str]:
    """Return the keys of all columns that several expressions read."""
    return {key for sql in expressions for key in keys_read(sql, block)}


def missing_columns(block: SourceBlock, matched) -> list[str]:
    """Return the required columns that are neither in the file nor computed.

    The columns that a condition reads are also required: without them, the condition
    would be true of no line. Only `return_when` may read canonical columns that a file
    lacks.
    """
    found = {*matched, *needed_expressions(block, matched)}
    if block.carry_down:
        # Lines of an order are found by the order id in the file, not by a computed
        # one.
        found -= {"order_id"} - {*matched}
    missing = [
        column for column in block.dataset.required_columns if column not in found
    ]
    if block.where:
        read = keys_of_all([block.where], block)
        missing += [
            column
            for column in block.dataset.column_names
            if column in read and column not in {*found, *missing}
        ]
    read = keys_of_all(block.conditions.values(), block)
    return missing + [
        name
        for simplified, name in block.extra_columns.items()
        if block.extra_keys[simplified] in read - found
    ]


def has_all(block: SourceBlock, header: list[str]) -> bool:
    """Return whether a block names columns and a header has all required columns."""
    matched = match_columns(block, header)
    return bool(block.names) and not missing_columns(block, matched)


def unnamed_columns(block: SourceBlock, first: list[str]) -> dict[str, int]:
    """Return the position of each column by `without_header`; empty if no list fits.

    A list fits if the first line has as many values as the list has columns, and a
    number in the column of numbers.
    """
    for columns in block.without_header:
        if len(columns) == len(first):
            places = {column: place for place, column in enumerate(columns) if column}
            is_line = is_number(first[places[block.dataset.number_column]])
            if is_line and not missing_columns(block, places):
                return places
    return {}


def is_number(text: str) -> bool:
    """Return whether a text is a number, which no header contains."""
    try:
        float(text)
    except ValueError:
        return False
    return True

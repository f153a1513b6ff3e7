"""Match a block with a file: columns that it names, and columns that its SQL reads."""

from ingest.blocks.expressions import columns_read, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name


def match_columns(block: SourceBlock, header: list[str]) -> dict[str, int]:
    """Return the position (from 0) of each column to read, by its key in queries.

    The key is a canonical column that the file has, or an extra column that the block's
    SQL reads. Case, blanks, `_`, `-` and `.` in headers do not matter.
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
    """Return the SQL of each column that is computed, since the file does not have it.

    It is the first expression of the block that reads only `matched` columns.
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
    """Return the keys of the columns that any of several expressions reads."""
    return {key for sql in expressions for key in keys_read(sql, block)}


def missing_columns(block: SourceBlock, matched) -> list[str]:
    """Return the required columns that are neither in the file nor computed.

    A condition also requires the columns that it reads: with a missing one, it would be
    true of no line. Only `return_when` may read canonical columns that a file lacks.
    """
    found = {*matched, *needed_expressions(block, matched)}
    if block.carry_down:
        # A computed order id cannot tell which lines belong to an order.
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
    """Return whether a block names columns, and a header has all that it requires."""
    matched = match_columns(block, header)
    return bool(block.names) and not missing_columns(block, matched)


def unnamed_columns(block: SourceBlock, first: list[str]) -> dict[str, int]:
    """Return the position of each column by `without_header`; empty for no match.

    The first line matches if it has as many columns, and a number in the right one.
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

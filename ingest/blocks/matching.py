"""Which columns of a file are read: those a block names, and those its SQL needs."""

from ingest.blocks.expressions import columns_read, simplify
from ingest.blocks.source_block import SourceBlock, canonical_name


def match_columns(block: SourceBlock, header: list[str]) -> dict[str, int]:
    """Return the position (from 0) of each column that is read, by its key in queries.

    These are the canonical columns that the file has, and the extra columns that the
    block's SQL reads. Headers match ignoring case, blanks, `_`, `-` and `.`.
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
    """Return the SQL of each column to compute: the first whose inputs are matched.

    Parameters
    ----------
    matched : collection of str
        Columns that the file has.
    """
    needed = {}
    for column in sorted(block.expressions.keys() - {*matched}):
        for sql in block.expressions[column]:
            if all(key in matched for key in keys_read(sql, block)):
                needed[column] = sql
                break
    return needed


def keys_read(sql: str, block: SourceBlock) -> list[str]:
    """Return the columns that an expression reads, by their keys in queries."""
    return [
        canonical_name(column, block.dataset) or block.extra_keys[simplify(column.name)]
        for column in columns_read(sql)
    ]


def keys_of_all(expressions, block: SourceBlock) -> set[str]:
    """Return the columns that any of several expressions reads."""
    return {key for sql in expressions for key in keys_read(sql, block)}


def missing_columns(block: SourceBlock, matched) -> list[str]:
    """Return the needed columns that are neither in the file nor computed.

    Conditions need their columns, too: over a missing one, they would be true of no
    line. Only `return_when` may read canonical columns that a file lacks.
    """
    found = {*matched, *needed_expressions(block, matched)}
    if block.carry_down:
        # Lines belong to an order by the id in the file.
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
    """Return whether a header has all that a block needs, if the block names any."""
    return bool(block.names) and not missing_columns(
        block, match_columns(block, header)
    )


def unnamed_columns(block: SourceBlock, first: list[str]) -> dict[str, int]:
    """Return the columns of a file without a header, by its first line; else none."""
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

"""Columns that change what counts, are there, and are not read by a block."""

from commands.sources.guessing.column import Column, columns_of
from commands.sources.guessing.column_names import tokens_of
from commands.sources.guessing.name_scores import likeness
from commands.sources.guessing.unread_money import discounts_of, refunds_of
from commands.sources.guessing.value_checks import MOST_STATUSES, PLACES, agrees
from commands.sources.statuses import known_statuses
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.formats.preview import preview

# Where these are not read, cancelled orders count and currencies are added up.
DECISIVE = ("order_status", "currency")
# How sure the name of a column has to be.
SURE = 0.9
WHY = {
    "order_status": "cancelled and returned orders count like any others",
    "currency": "amounts of different currencies would be added up",
}


def unread_columns(path: str, block: SourceBlock) -> dict[str, str]:
    """Return the column that is like each decisive one that a block does not read.

    Parameters
    ----------
    path : str
        Of a local file that the block fits.
    block : SourceBlock
    """
    try:
        _, places, _ = find_columns(path, block)
        read = {*places, *block.expressions, *(["currency"] if block.currency else [])}
        names, rows = ([], []) if read.issuperset(DECISIVE) else preview(path, block)
    except OrdersError:
        return {}
    if not names:
        return {}
    used = {one if isinstance(one, str) else names[one] for one in places.values()}
    columns = [one for one in columns_of(names, rows) if one.name not in used]
    found: dict[str, str] = {}
    for canonical in DECISIVE:
        likely = [
            (likeness(canonical, one.concepts), one.name)
            for one in columns
            if canonical not in read
            and (
                agrees(canonical, one, known_statuses())
                or (canonical == "order_status" and is_code(one))
            )
        ]
        score, name = max(likely, default=(0, ""))
        if score >= SURE:
            found[canonical] = name
    return found


def is_code(column: Column) -> bool:
    """Return whether a column may hold statuses by numbers, such as 10, 30 and 99."""
    is_place = PLACES & {*tokens_of(column.name)}
    is_few = 1 < column.different <= MOST_STATUSES
    return column.is_number and is_few and not (column.has_fractions or is_place)


def hint(canonical: str, name: str, source: str) -> str:
    """Return what follows from a column that is not read, and what to do."""
    return (
        f"'{name}' looks like {canonical} and is not read by source '{source}': "
        f"{WHY[canonical]}. If it is, say {canonical}: {name!r} in a block of your own "
        "(docs/sources.md)."
    )


def names_people(path: str, block: SourceBlock) -> bool:
    """Return whether the customers of a file may be names of people."""
    try:
        names, places, _ = find_columns(path, block)
        place = places.get("customer_id")
        if not names or place is None:
            return False
        name = place if isinstance(place, str) else names[place]
        columns = columns_of(*preview(path, block))
    except OrdersError:
        return False
    return any(one.name == name and one.is_names for one in columns)


def hint_of_names(source: str) -> str:
    """Return what follows from customers who are called by their names."""
    return (
        f"Customers of source '{source}' look like names of people, which the "
        "published tables would hold. Name an id instead, or their keyed hash, "
        "{hashed: ...}, as customer_id in a block of your own (docs/sources.md)."
    )


def hints_of_money(
    path: str, block: SourceBlock, unread: list[str], is_full: bool
) -> list[str]:
    """Return what follows from refunds and discounts that are there and not read.

    Parameters
    ----------
    unread : list of str
        The file's own columns that the block does not read.
    is_full : bool
        Whether sales are before discount.
    """
    try:
        columns = columns_of(*preview(path, block))
    except OrdersError:
        return []
    columns = [one for one in columns if one.name in unread]
    found = [(one, "refunds") for one in refunds_of(columns)]
    if is_full:
        found += [(one, "discounts") for one in discounts_of(columns)]
    return [
        f"'{one.name}' is not read by source '{block.name}', so that sales are before "
        f"{what}. If they are of the same line, take them off sales_amount by SQL in "
        "a block of your own (docs/sources.md)."
        for one, what in found
    ]


def hints(path: str, block: SourceBlock, alike: dict[str, str]) -> list[str]:
    """Return what is to decide about how a block reads a file, in sentences."""
    said = [hint(column, name, block.name) for column, name in alike.items()]
    return said + ([hint_of_names(block.name)] if names_people(path, block) else [])

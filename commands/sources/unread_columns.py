"""Find columns that change the results and that a block does not read."""

from commands.sources.block_names import OWN_BLOCK
from commands.sources.guessing.column import Column, columns_of
from commands.sources.guessing.column_names import tokens_of
from commands.sources.guessing.name_scores import likeness
from commands.sources.guessing.unread_money import discounts_of, refunds_of
from commands.sources.guessing.value_checks import MAX_STATUSES, PLACES, agrees
from commands.sources.matching import own_names
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.preview import preview

# The consequence if a block does not read one of these columns.
EFFECTS = {
    "order_status": "cancelled and returned orders count like any others",
    "currency": "amounts of different currencies are added up",
}
# A column is reported only if the score of its name is at least this.
MIN_SCORE = 0.9


def read_sample(path: str, block: SourceBlock) -> tuple[list[Column], dict[str, str]]:
    """Return the columns of a local file, and the own name of each column that is read.

    Both are empty if the file has no header or the block does not fit it.
    """
    try:
        return columns_of(*preview(path, block)), own_names(path, block)
    except OrdersError:
        return [], {}


def unread_columns(path: str, block: SourceBlock) -> dict[str, str]:
    """Return the likely status and currency columns that a block does not read.

    Returns
    -------
    dict of canonical column to the file's own column
    """
    columns, names = read_sample(path, block)
    read = {*names, *block.expressions, *(["currency"] if block.currency else [])}
    found: dict[str, str] = {}
    for canonical in (one for one in EFFECTS if one not in read):
        likely = [
            (likeness(canonical, one.concepts), one.name)
            for one in columns
            if one.name not in names.values()
            and (
                agrees(canonical, one) or (canonical == "order_status" and is_code(one))
            )
        ]
        score, name = max(likely, default=(0, ""))
        if score >= MIN_SCORE:
            found[canonical] = name
    return found


def is_code(column: Column) -> bool:
    """Return whether a column may hold statuses as numbers, such as 10, 30 and 99."""
    is_place = PLACES & {*tokens_of(column.name)}
    is_few = 1 < column.different <= MAX_STATUSES
    return column.is_number and is_few and not (column.has_fractions or is_place)


def hints(path: str, block: SourceBlock, unread: dict[str, str]) -> list[str]:
    """Return what the user has to decide about unread columns and customer names.

    Parameters
    ----------
    path : str
        A local file that the block fits.
    block : SourceBlock
    unread : dict
        The result of `unread_columns`.
    """
    sentences = [
        f"'{name}' looks like {canonical}, but source '{block.name}' does not read it: "
        f"{EFFECTS[canonical]}. To read it, set {canonical}: {name!r} in {OWN_BLOCK} "
        "(docs/sources.md)."
        for canonical, name in unread.items()
    ]
    columns, names = read_sample(path, block)
    if any(one.name == names.get("customer_id") and one.is_names for one in columns):
        sentences.append(
            f"Customers of source '{block.name}' look like names of people, and the "
            "published tables would show them. Use an id as customer_id, or a keyed "
            f"hash, {{hashed: ...}}, in {OWN_BLOCK} (docs/sources.md)."
        )
    return sentences


def hints_of_money(
    path: str, block: SourceBlock, unread: list[str], is_full_price: bool
) -> list[str]:
    """Return what the user has to decide about unread refunds and discounts.

    Parameters
    ----------
    unread : list of str
        The file's own columns that the block does not read.
    is_full_price : bool
        Whether sales are before discount.
    """
    columns = [one for one in read_sample(path, block)[0] if one.name in unread]
    found = [(one, "refunds") for one in refunds_of(columns)]
    if is_full_price:
        found += [(one, "discounts") for one in discounts_of(columns)]
    return [
        f"Source '{block.name}' does not read '{one.name}', so sales are before "
        f"{what}. If it belongs to the line, subtract it from sales_amount by SQL in "
        f"{OWN_BLOCK} (docs/sources.md)."
        for one, what in found
    ]

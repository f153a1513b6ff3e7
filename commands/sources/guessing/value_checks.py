"""Whether the values of a column agree with what its name says it is."""

import re

from commands.sources.guessing.column import Column
from commands.sources.guessing.column_names import tokens_of

# Words for a status that mostly mean a part of a country.
PLACES = {"state", "etat", "estado", "stato", "stan"}
# Of these nearly every line has a value in any file that can be used.
FILLED = 0.5
MOST_STATUSES = 25
CURRENCY = re.compile(r"[A-Za-z]{3}|[$€£¥₹]|R\$|US\$|zł|kr\.?")
SHORT_WORDS = ("shipping_mode", "payment_type", "customer_type", "market")


def agrees(canonical: str, column: Column, statuses: set[str]) -> bool:
    """Return whether values can be what a canonical column holds.

    Parameters
    ----------
    statuses : set of str
        Statuses whose meaning is known, simplified.
    """
    if not column.values or column.is_email:
        return False
    if canonical in ("ordered_at", "shipped_at"):
        is_needed = canonical == "ordered_at"
        return bool(column.date_ways) and (column.filled >= FILLED or not is_needed)
    if column.is_plain_dates:
        return False
    if canonical in ("order_id", "customer_id", "order_line_id"):
        return is_id(canonical, column)
    if canonical in ("quantity", "unit_price", "sales_amount", "profit_amount"):
        return is_amount(canonical, column)
    if canonical == "discount_rate":
        return bool(rate_of(column))
    if canonical == "order_status":
        return is_status(column, statuses)
    if canonical == "currency":
        return column.different <= 20 and all(map(CURRENCY.fullmatch, column.values))
    if canonical in SHORT_WORDS:
        return column.is_words
    return not column.has_fractions and not column.is_flag


def is_id(canonical: str, column: Column) -> bool:
    """Return whether values can be ids: no fractions, no money, mostly there."""
    if column.has_fractions or column.has_money_signs or column.is_flag:
        # A single customer 1 is no flag.
        return column.is_flag and canonical != "order_line_id" and not column.is_words
    if column.is_names and canonical != "customer_id":
        return False
    if canonical == "order_line_id":
        return column.is_unique
    needed = 0.3 if canonical == "customer_id" else FILLED
    return column.filled >= needed


def is_amount(canonical: str, column: Column) -> bool:
    """Return whether values can be numbers of things or of money."""
    if not column.is_number or column.is_percent:
        return False
    if canonical == "quantity" and column.has_money_signs:
        return False
    is_needed = canonical in ("quantity", "unit_price", "sales_amount")
    return column.filled >= FILLED or not is_needed


def rate_of(column: Column) -> str:
    """Return how a column holds a rate: as `share`, in `percent`; else nothing."""
    numbers = [one for one in column.numbers if one is not None]
    if not numbers or not column.is_number or column.has_money_signs:
        return ""
    if column.is_percent:
        return "share"
    is_named = "rate" in column.concepts
    low, high = min(numbers), max(numbers)
    if 0 <= low and high <= 1 and (is_named or (high < 1 and column.has_fractions)):
        return "share"
    return "percent" if is_named and 0 <= low and high <= 100 else ""


def is_status(column: Column, statuses: set[str]) -> bool:
    """Return whether values can be what became of an order, and not where it went."""
    if column.is_number or column.is_flag or column.different > MOST_STATUSES:
        return False
    if PLACES & {*tokens_of(column.name)}:
        return bool({simplified(one) for one in column.values} & statuses)
    return True


def simplified(text: str) -> str:
    """Return a status without case, blanks, `_` and `-`."""
    return re.sub(r"[\s_\-]+", "", text).casefold()


def is_same(one: Column, other: Column) -> bool:
    """Return whether two columns divide lines the same way, as two ids may do."""
    pairs = {*zip(one.cells, other.cells, strict=True)}
    return len(pairs) == len({*one.cells}) == len({*other.cells})


def is_of(part: Column, whole: Column) -> bool:
    """Return whether each value of a column comes with one value of another only."""
    filled = [pair for pair in zip(part.cells, whole.cells, strict=True) if all(pair)]
    return len({*filled}) == len({first for first, _ in filled})

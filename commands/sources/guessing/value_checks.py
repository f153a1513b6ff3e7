"""Check whether the values of a column can be those of a canonical column."""

import re

from commands.sources.guessing.column import Column
from commands.sources.guessing.column_names import tokens_of
from commands.sources.guessing.statuses import known_statuses, simplify

# These words mean a status, but also a part of a country (state).
PLACES = {"state", "etat", "estado", "stato", "stan"}
# A needed column has a value on at least this share of lines. For the customer id the
# share is lower, because guests have no id.
MIN_FILLED = 0.5
MIN_CUSTOMERS = 0.3
MAX_STATUSES = 25
MAX_CURRENCIES = 20
CURRENCY = re.compile(r"[A-Za-z]{3}|[$€£¥₹]|R\$|US\$|zł|kr\.?")


def agrees(canonical: str, column: Column) -> bool:
    """Return whether the values of a column can be those of a canonical column."""
    if not column.values or column.is_email:
        return False
    if canonical in ("ordered_at", "shipped_at"):
        is_filled = canonical == "shipped_at" or column.filled >= MIN_FILLED
        return bool(column.date_formats) and is_filled
    if column.is_dates:
        return False
    if canonical in ("order_id", "customer_id", "order_line_id"):
        return is_id(canonical, column)
    if canonical in ("quantity", "unit_price", "sales_amount", "profit_amount"):
        return is_amount(canonical, column)
    if canonical == "discount_rate":
        return bool(rate_unit(column))
    if canonical == "order_status":
        return is_status(column)
    if canonical == "currency":
        few = column.different <= MAX_CURRENCIES
        return few and all(map(CURRENCY.fullmatch, column.values))
    if canonical in ("shipping_mode", "payment_type", "customer_type", "market"):
        return column.is_words
    return not column.has_fractions and not column.is_flag


def is_id(canonical: str, column: Column) -> bool:
    """Return whether values can be ids: no fractions and no money, on most lines."""
    if column.has_fractions or column.has_money_signs or column.is_flag:
        # A column of 0 and 1 may have ids, although it looks like yes and no.
        return column.is_flag and canonical != "order_line_id" and not column.is_words
    if column.is_names and canonical != "customer_id":
        return False
    if canonical == "order_line_id":
        return column.is_unique
    needed = MIN_CUSTOMERS if canonical == "customer_id" else MIN_FILLED
    return column.filled >= needed


def is_amount(canonical: str, column: Column) -> bool:
    """Return whether values can be quantities or amounts of money."""
    if not column.is_number or column.is_percent:
        return False
    if canonical == "quantity" and column.has_money_signs:
        return False
    return canonical == "profit_amount" or column.filled >= MIN_FILLED


def rate_unit(column: Column) -> str:
    """Return the unit of a column of rates: `share`, `percent` or nothing."""
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


def is_status(column: Column) -> bool:
    """Return whether values can be the status of an order, and not a region."""
    if column.is_number or column.is_flag or column.different > MAX_STATUSES:
        return False
    if PLACES & {*tokens_of(column.name)}:
        return bool({simplify(one) for one in column.values} & known_statuses())
    return True

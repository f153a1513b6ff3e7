"""Columns of money that are not read, and may be what sales are too much by."""

from commands.sources.guessing.column import Column
from commands.sources.guessing.column_names import tokens_of
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.relations import is_product

# What is owed is no refund.
OWED = {"balance", "due", "outstanding"}


def refunds_of(columns: list[Column]) -> list[Column]:
    """Return columns of what was paid back to customers, where any was."""
    return [
        one
        for one in columns
        if "refund" in one.concepts
        and not one.concepts & {"ship", "tax", "personal", "id", "quantity", "rate"}
        and not {*tokens_of(one.name)} & OWED
        and one.is_number
        and any(one.numbers)
    ]


def discounts_of(columns: list[Column]) -> list[Column]:
    """Return columns of discounts, as amounts or in percent, where any was given."""
    return [
        one
        for one in columns
        if "discount" in one.concepts
        and not one.concepts & {"ship", "tax", "personal", "id", "name"}
        and one.is_number
        and any(one.numbers)
    ]


def money_left_out(columns: list[Column], guess: Guess) -> list[str]:
    """Return refunds and discounts that no line of the guess takes off.

    A discount is taken off where the amount of a line is what was paid.
    """
    read = {one.name for choice in guess.chosen.values() for one in choice.columns}
    sales = guess.column("sales_amount")
    is_full = not sales or is_product(sales, guess)
    return [
        one.name
        for one in columns
        if one.name not in read
        and one.is_number
        and any(one.numbers)
        and "rate" not in one.concepts
        and not one.concepts & {"ship", "tax", "personal", "id"}
        and ("refund" in one.concepts or (is_full and "discount" in one.concepts))
    ]

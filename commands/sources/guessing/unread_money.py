"""Find refunds and discounts that may have to be subtracted from sales."""

from commands.sources.guessing.column import Column
from commands.sources.guessing.column_names import tokens_of
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.relations import is_product

# Words for money that a customer still owes, which is no refund.
OWED = {"balance", "due", "outstanding"}
NEVER = {"ship", "tax", "personal", "id"}


def refunds_of(columns: list[Column]) -> list[Column]:
    """Return columns of money that was paid back to customers."""
    return [
        one
        for one in money_of(columns, "refund", NEVER | {"quantity", "rate"})
        if not {*tokens_of(one.name)} & OWED
    ]


def discounts_of(columns: list[Column]) -> list[Column]:
    """Return columns of discounts, as amounts or in percent."""
    return money_of(columns, "discount", NEVER | {"name"})


def money_of(columns: list[Column], concept: str, never: set[str]) -> list[Column]:
    """Return columns of a concept, of none in `never`, with an amount that is not 0."""
    return [
        one
        for one in columns
        if concept in one.concepts
        and not one.concepts & never
        and one.is_number
        and any(one.numbers)
    ]


def money_left_out(columns: list[Column], guess: Guess) -> list[str]:
    """Return the refunds and discounts that a guess does not subtract.

    If sales are what customers paid, discounts are already subtracted.
    """
    sales = guess.column("sales_amount")
    found = money_of(columns, "refund", NEVER | {"rate"})
    if not sales or is_product(sales, guess):
        found += money_of(columns, "discount", NEVER | {"rate"})
    names = {one.name for one in found} - guess.used
    return [one.name for one in columns if one.name in names]

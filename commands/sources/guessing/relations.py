"""What columns say about each other: repeated amounts, products, equal ids."""

from decimal import Decimal

from commands.sources.guessing.column import Column
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.value_checks import is_of, is_same

# By how much a computed amount may differ: cents, or what rounding a rate does.
CENTS = Decimal("0.02")
ROUNDING = Decimal("0.006")


def says_same(one: Column, other: Column) -> bool:
    """Return whether it does not matter which of two columns is taken."""
    return one.cells == other.cells or (
        not one.has_fractions and one.different > 1 and is_same(one, other)
    )


def is_possible(canonical: str, column: Column, guess: Guess) -> bool:
    """Return whether a column can be what its name says beside what was chosen."""
    order, customer = guess.column("order_id"), guess.column("customer_id")
    if canonical == "order_id" and customer:
        # A number that counts the orders of each customer is of many customers.
        return is_of(column, customer)
    if canonical == "sales_amount" and is_of_piece(column, guess):
        return False
    if canonical == "sales_amount" and order:
        return not is_repeated(column, order, guess)
    return True


def is_of_piece(amount: Column, guess: Guess) -> bool:
    """Return whether an amount is the price of one piece, and lines hold several."""
    quantity = guess.column("quantity")
    is_price = "price" in amount.concepts and not amount.concepts & {"order", "total"}
    return is_price and quantity is not None and bool({*quantity.numbers} - {None, 1})


def is_repeated(amount: Column, order: Column, guess: Guess) -> bool:
    """Return whether an amount is that of the order, on all its lines or the first."""
    if is_product(amount, guess):
        return False
    by_order: dict[str, list[str]] = {}
    for cell, value in zip(order.cells, amount.cells, strict=True):
        by_order.setdefault(cell, []).append(value)
    several = [values for key, values in by_order.items() if key and len(values) > 1]
    repeated = sum(len({*values}) == 1 or not any(values[1:]) for values in several)
    return len(several) > 1 and repeated > 0.8 * len(several)


def is_product(amount: Column, guess: Guess, *, less: bool = False) -> bool:
    """Return whether an amount is quantity times price, less the discount or not.

    Parameters
    ----------
    less : bool
        Whether only what is left after discount counts.
    """
    quantity, price = guess.column("quantity"), guess.column("unit_price")
    if not (quantity and price):
        return False
    lines = [
        (whole, units * each, units * each * kept)
        for whole, units, each, kept in zip(
            amount.numbers, quantity.numbers, price.numbers, shares(guess), strict=True
        )
        if None not in (whole, units, each)
    ]
    fits = sum(
        abs(whole - paid) <= max(CENTS, abs(full) * ROUNDING)
        or (not less and abs(whole - full) <= CENTS)
        for whole, full, paid in lines
    )
    return len(lines) > 1 and fits >= 0.95 * len(lines)


def shares(guess: Guess) -> list[Decimal]:
    """Return what share of each line is left after discount."""
    choice = guess.chosen.get("discount_rate")
    if not choice:
        return [Decimal(1)] * len(guess.column("quantity").cells)
    (rate,) = choice.columns
    scale = 100 if rate.is_percent or choice.sql else 1
    return [1 - (one or Decimal(0)) / scale for one in rate.numbers]

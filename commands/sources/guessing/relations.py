"""Compare columns: find equal ids, repeated amounts, and products of columns."""

from decimal import Decimal

from commands.sources.guessing.column import Column
from commands.sources.guessing.guess import Guess

# A computed amount may differ by this much money. If the rate is rounded, it may also
# differ by this share.
MAX_CENTS = Decimal("0.02")
MAX_ROUNDING = Decimal("0.006")
# A relation must be true of at least this share of the lines, or of the orders.
MOST_LINES = 0.95
MOST_ORDERS = 0.8


def is_equivalent(one: Column, other: Column) -> bool:
    """Return whether two columns have the same meaning, so that either can be read."""
    pairs = {*zip(one.cells, other.cells, strict=True)}
    is_one_to_one = len(pairs) == len({*one.cells}) == len({*other.cells})
    return one.cells == other.cells or (
        not one.has_fractions and one.different > 1 and is_one_to_one
    )


def determines(one: Column, other: Column) -> bool:
    """Return whether all lines with one value of `one` have one value of `other`."""
    pairs = {pair for pair in zip(one.cells, other.cells, strict=True) if all(pair)}
    return len(pairs) == len({first for first, _ in pairs})


def is_possible(canonical: str, column: Column, guess: Guess) -> bool:
    """Return whether a column can be a canonical column, given earlier choices."""
    order, customer = guess.column("order_id"), guess.column("customer_id")
    if canonical == "order_id" and customer:
        # If lines of several customers have the same id, it is no order id.
        return determines(column, customer)
    if canonical == "sales_amount" and is_price_of_piece(column, guess):
        return False
    if canonical == "sales_amount" and order:
        return not is_order_total(column, order, guess)
    return True


def is_price_of_piece(amount: Column, guess: Guess) -> bool:
    """Return whether an amount is the price of one piece, not of the whole line."""
    quantity = guess.column("quantity")
    is_price = "price" in amount.concepts and not amount.concepts & {"order", "total"}
    return is_price and quantity is not None and bool({*quantity.numbers} - {None, 1})


def is_order_total(amount: Column, order: Column, guess: Guess) -> bool:
    """Return whether an amount is the order's total, on all its lines or the first."""
    if is_product(amount, guess):
        return False
    by_order: dict[str, list[str]] = {}
    for cell, value in zip(order.cells, amount.cells, strict=True):
        by_order.setdefault(cell, []).append(value)
    several = [values for key, values in by_order.items() if key and len(values) > 1]
    repeated = sum(len({*values}) == 1 or not any(values[1:]) for values in several)
    return len(several) > 1 and repeated > MOST_ORDERS * len(several)


def is_product(amount: Column, guess: Guess, *, discounted: bool = False) -> bool:
    """Return whether an amount is quantity times price.

    If `discounted` is set, only an amount after discount counts.
    """
    quantity, price = guess.column("quantity"), guess.column("unit_price")
    if not (quantity and price):
        return False
    lines = [
        (found, units * each, units * each * paid)
        for found, units, each, paid in zip(
            *(amount.numbers, quantity.numbers, price.numbers, paid_shares(guess)),
            strict=True,
        )
        if None not in (found, units, each)
    ]
    fits = sum(
        abs(found - paid) <= max(MAX_CENTS, abs(full) * MAX_ROUNDING)
        or (not discounted and abs(found - full) <= MAX_CENTS)
        for found, full, paid in lines
    )
    return len(lines) > 1 and fits >= MOST_LINES * len(lines)


def paid_shares(guess: Guess) -> list[Decimal]:
    """Return for each line the share of the price that the customer pays."""
    choice = guess.chosen.get("discount_rate")
    if not choice:
        return [Decimal(1)] * len(guess.column("quantity").cells)
    (rate,) = choice.columns
    scale = 100 if rate.is_percent or choice.sql else 1
    return [1 - (one or Decimal(0)) / scale for one in rate.numbers]

"""Find columns with values only on the first line of an order."""

from commands.sources.guessing.column import Column

# Canonical columns whose value is the same on all lines of an order.
ORDER_COLUMNS = (
    *("customer_id", "ordered_at", "shipped_at", "shipping_mode", "order_status"),
    *("payment_type", "customer_type", "market", "currency"),
)
# If only first lines have a number in a column of these concepts, the number is about
# the whole order and is not copied to other lines.
AMOUNTS = frozenset(
    "amount total price quantity gross net discount tax cost refund profit".split()
)


def carried_down(columns: list[Column], order: Column) -> dict[str, Column]:
    """Return such columns by name, with an order's first value on all its lines.

    `order` is the column of order ids.
    """
    return {
        one.name: Column(one.name, fill_down(one, order), one.style)
        for one in columns
        if is_on_first_lines(one, order)
        and not (one.is_number and one.concepts & AMOUNTS)
    }


def is_on_first_lines(column: Column, order: Column) -> bool:
    """Return whether a column has values on first lines of orders only."""
    first, later = set(), []
    for key, cell in zip(order.cells, column.cells, strict=True):
        if key in first:
            later.append(cell)
        first.add(key)
    return bool(column.values) and len(later) > 1 and not any(later)


def fill_down(column: Column, order: Column) -> tuple[str, ...]:
    """Return the cells; an empty cell gets the first value of its order."""
    first: dict[str, str] = {}
    pairs = [*zip(order.cells, column.cells, strict=True)]
    for key, cell in pairs:
        first.setdefault(key, cell)
    return tuple(cell or first[key] for key, cell in pairs)

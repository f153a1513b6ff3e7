"""Columns that stand on the first line of an order only."""

from commands.sources.guessing.column import Column

# What is the same for all lines of an order.
OF_ORDERS = (
    *("customer_id", "ordered_at", "shipped_at", "shipping_mode", "order_status"),
    *("payment_type", "customer_type", "market", "currency"),
)
# An amount on the first line is that of the order, and not of its other lines.
AMOUNTS = {
    *("amount", "total", "price", "quantity", "gross", "net", "discount", "tax"),
    *("cost", "refund", "profit"),
}


def carried_down(columns: list[Column], order: Column) -> dict[str, Column]:
    """Return the columns to carry down, with their values on all lines of an order."""
    return {
        one.name: Column(one.name, filled_down(one, order), one.style)
        for one in columns
        if is_on_first_lines(one, order)
        and not (one.is_number and one.concepts & AMOUNTS)
    }


def is_on_first_lines(column: Column, order: Column) -> bool:
    """Return whether a column has values on first lines of orders, and on no other."""
    first, later = set(), []
    for key, cell in zip(order.cells, column.cells, strict=True):
        if key in first:
            later.append(cell)
        first.add(key)
    return bool(column.values) and len(later) > 1 and not any(later)


def filled_down(column: Column, order: Column) -> tuple[str, ...]:
    """Return the cells of a column, each empty one that of its order before it."""
    known: dict[str, str] = {}
    for key, cell in zip(order.cells, column.cells, strict=True):
        known.setdefault(key, cell)
    return tuple(
        cell or known[key] for key, cell in zip(order.cells, column.cells, strict=True)
    )

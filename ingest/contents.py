"""What a file may hold, line by line: orders, or events of customers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Content:
    """The columns that lines of one kind may have.

    Attributes
    ----------
    name : str
        What a block says it `holds`.
    columns, required : tuples of str
        Canonical columns in their order, and those that every line needs.
    number : str
        The column whose value tells a first line from a header.
    variable : str
        The var of dbt that names a source of this kind.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    number: str
    variable: str


ORDERS = Content(
    name="orders",
    columns=(
        "order_line_id",
        "order_id",
        "customer_id",
        "ordered_at",
        "shipped_at",
        "shipping_mode",
        "order_status",
        "payment_type",
        "customer_type",
        "market",
        "category",
        "product",
        "quantity",
        "unit_price",
        "discount_rate",
        "sales_amount",
        "profit_amount",
        "currency",
    ),
    required=("order_id", "customer_id", "ordered_at", "sales_amount"),
    number="sales_amount",
    variable="orders_source",
)
EVENTS = Content(
    name="events",
    columns=("customer_id", "signal", "occurred_at", "value"),
    required=("customer_id", "signal", "occurred_at"),
    number="value",
    variable="events_source",
)
CONTENTS = {one.name: one for one in (ORDERS, EVENTS)}

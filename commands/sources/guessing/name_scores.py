"""What the name of a column says it is: concepts that speak for it, and against it."""

from commands.sources.guessing.column_names import UNKNOWN

# What each word more than those that speak for a column takes off.
EXTRA = 0.05
# For each canonical column sets of concepts, one of which its name has to hold.
FOR = {
    "order_line_id": {
        ("order", "item", "id"): 1.0,
        ("line", "id"): 0.95,
        ("line",): 0.5,
    },
    "order_id": {
        ("order", "id"): 1.0,
        ("order",): 0.9,
        ("invoice", "id"): 0.85,
        ("invoice",): 0.8,
        ("id",): 0.6,
    },
    "customer_id": {("customer", "id"): 1.0, ("customer",): 0.95},
    "ordered_at": {
        ("order", "date"): 1.0,
        ("create", "date"): 0.95,
        ("create",): 0.9,
        ("invoice", "date"): 0.9,
        ("date",): 0.85,
        ("payment", "date"): 0.6,
        ("order",): 0.5,
    },
    "shipped_at": {
        ("ship", "date"): 1.0,
        ("ship",): 0.95,
        ("delivery", "date"): 0.8,
        ("delivery",): 0.75,
    },
    "shipping_mode": {("ship", "method"): 1.0, ("ship",): 0.75},
    "order_status": {
        ("order", "status"): 1.0,
        ("status",): 0.98,
        ("payment", "status"): 0.85,
    },
    "payment_type": {("payment", "method"): 1.0, ("payment",): 0.9},
    "customer_type": {("customer", "method"): 1.0, ("customer", "segment"): 1.0},
    "market": {("market",): 1.0, ("country",): 0.85, ("region",): 0.7},
    "category": {("category",): 1.0, ("product", "method"): 0.85},
    "product": {
        ("product", "name"): 1.0,
        ("item", "name"): 0.95,
        ("product",): 0.95,
        ("product", "id"): 0.85,
        ("item",): 0.85,
        ("item", "id"): 0.7,
    },
    "quantity": {("quantity",): 1.0, ("item", "other"): 0.6},
    "unit_price": {("unit", "price"): 1.0, ("price",): 0.9},
    "discount_rate": {("discount", "rate"): 1.0, ("discount",): 0.8},
    "sales_amount": {
        ("line", "amount"): 1.0,
        ("line", "total"): 1.0,
        ("item", "total"): 1.0,
        ("amount",): 0.95,
        ("total",): 0.95,
        ("gross",): 0.8,
        ("net",): 0.8,
        ("order", "price"): 0.7,
    },
    "profit_amount": {("profit",): 1.0},
    "currency": {("currency",): 1.0},
}
MONEY_OF_ELSE = ("ship", "delivery", "tax", "discount", "refund", "cost", "profit")
NOBODY = ("personal",)
# Concepts that no name of the column may hold.
AGAINST = {
    "order_line_id": (*NOBODY, "customer", "name", "date", "product"),
    "order_id": (
        *(*NOBODY, "customer", "name", "date", "status", "line", "item", "product"),
        *(
            "ship",
            "payment",
            "amount",
            "total",
            "method",
            "quantity",
            "price",
            "create",
        ),
        *("category", "segment", "discount", "currency", "market", "country", "region"),
        *("other", "sub", "refund", "tax", "delivery"),
    ),
    "customer_id": (
        *(*NOBODY, "order", "invoice", "name", "date", "create", "method", "segment"),
        *("status", "product", "item", "line", "country", "region", "market", "amount"),
        *("total", "quantity", "price", "discount", "rate", "category", "payment"),
        *("ship", "other", "currency", "refund", "tax", "profit", "cost", "sub"),
    ),
    "ordered_at": (
        *(*NOBODY, "ship", "delivery", "plan", "update", "refund", "other", "id"),
        *("customer", "product", "status", "method", "amount", "price", "quantity"),
    ),
    "shipped_at": (*NOBODY, "plan", "price", "cost", "id", "method", "amount", "tax"),
    "shipping_mode": (
        *(*NOBODY, "date", "price", "cost", "amount", "tax", "total", "status", "id"),
        *("country", "region", "name", "discount", "create"),
    ),
    "order_status": (*NOBODY, "ship", "delivery", "customer", "product", "date", "id"),
    "payment_type": (*NOBODY, "date", "amount", "status", "id", "total", "cost"),
    "customer_type": (*NOBODY, "id", "name", "date", "order", "payment", "ship"),
    "market": (*NOBODY, "id", "date", "amount", "customer"),
    "category": (*NOBODY, "customer", "id", "sub", "ship", "payment"),
    "product": (
        *(*NOBODY, "customer", "price", "amount", "total", "quantity", "category"),
        *("discount", "tax", "date", "status", "method", "cost", "rate"),
        *("order", "refund", "segment", "profit"),
    ),
    "quantity": (*NOBODY, "refund", "price", "id", "date", "customer", "amount"),
    "unit_price": (
        *(*NOBODY, *MONEY_OF_ELSE, "total", "other", "quantity", "id", "date"),
        *("amount", "order", "gross", "method", "sub"),
    ),
    "discount_rate": (*NOBODY, "amount", "total", "price", "id", "name", "tax", "ship"),
    "sales_amount": (
        *(*NOBODY, *MONEY_OF_ELSE, "unit", "rate", "quantity", "id", "date", "other"),
        *("status", "method", "name", "currency", "category", "market", "customer"),
    ),
    "profit_amount": (*NOBODY, "rate", "id", "date", "cost"),
    "currency": (*NOBODY, "rate", "other"),
}
# What may stand beside without a word about it.
NEUTRAL = {
    "order_status": {"order"},
    "quantity": {"order", "product", "item", "line"},
    "unit_price": {"product", "item", "line", "net"},
    "sales_amount": {
        *("order", "invoice", "line", "item", "product", "net", "gross", "total"),
        *("sub", "cents"),
    },
    "profit_amount": {"order", "amount", "line", "total"},
    "product": {"item", "line"},
    "payment_type": {"order"},
    "shipping_mode": {"order"},
    # The amount beside which it lies in an object: total.currency.
    "currency": {"id", "order", "payment", "amount", "total", "price", "line", "item"},
    "ordered_at": {"order", "date"},
    "category": {"product", "name", "item"},
    "discount_rate": {"item", "order", "line", "product"},
    "order_line_id": {"order", "item"},
    "market": {"order", "country", "region"},
}


def likeness(canonical: str, concepts: frozenset[str]) -> float:
    """Return how well a name speaks for a canonical column, 0 to 1."""
    if concepts & set(AGAINST[canonical]):
        return 0.0
    neutral = NEUTRAL.get(canonical, set())
    return max(
        (
            score - EXTRA * len(concepts - {*wanted} - neutral)
            for wanted, score in FOR[canonical].items()
            if concepts.issuperset(wanted)
        ),
        default=0.0,
    )


def is_personal(concepts: frozenset[str]) -> bool:
    """Return whether values of a column may be of a person, and are not to be shown.

    A name is one unless it is that of a product or of a way to do something.
    """
    if "personal" in concepts:
        return True
    named = concepts & {"name"}
    return bool(named) and not concepts & {
        *("product", "item", "category", "method", "status", "market", "country"),
        *("currency", "payment", "segment"),
    }


def is_told(concepts: frozenset[str]) -> bool:
    """Return whether anything of a name is understood."""
    return bool(concepts - {UNKNOWN})

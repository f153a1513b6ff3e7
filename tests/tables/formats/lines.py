"""Order lines of a shop as an Arrow table; every format gets the same lines."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

import pyarrow as pa

MONEY = pa.decimal128(12, 2)
SCHEMA = pa.schema(
    {
        "line_id": pa.string(),
        "order_id": pa.string(),
        "customer_id": pa.string(),
        "ordered_at": pa.timestamp("us"),
        "shipped_at": pa.timestamp("us"),
        "status": pa.string(),
        "product": pa.string(),
        "quantity": pa.int32(),
        "unit_price": MONEY,
        "discount": MONEY,
        "paid": MONEY,
        "updated_at": pa.timestamp("us"),
    }
)
# A block that reads all formats. `{more}` is an additional setting.
BLOCK = """
columns:
  order_line_id: line_id
  order_id: order_id
  customer_id: customer_id
  ordered_at: ordered_at
  shipped_at: shipped_at
  order_status: status
  product: product
  quantity: quantity
  unit_price: unit_price
  discount_rate: discount
  sales_amount: paid
{more}
"""
START = datetime(2023, 1, 1)
PRODUCTS = (
    'Widget 12" steel',
    "Tea, black",
    "Fön für Öfen",
    "O'Neill's; \"best\"",
    "100% wool\tblue",
)
STATUSES = ("COMPLETE", "COMPLETE", "COMPLETE", "CLOSED", "CANCELED")


def make_lines(count: int, seed: int = 1, first: int = 0) -> pa.Table:
    """Return order lines, always the same for the same seed.

    Some orders have several lines, some lines are returns, and some optional values are
    missing.

    Parameters
    ----------
    count : int
    seed : int
    first : int
        Number of the first line.
    """
    rng = random.Random(f"{seed} {first}")
    customers = max(20, count // 20) if not first else max(20, first // 20)
    rows, order = [], first
    for number in range(first, first + count):
        if number == first or rng.random() < 0.6:
            order = number
            customer = f"C{rng.randrange(customers):05}"
            ordered = START + timedelta(seconds=rng.randrange(700 * 86_400))
            status = rng.choice(STATUSES)
        line = {"customer_id": customer, "ordered_at": ordered, "status": status}
        rows.append(line | make_line(rng, number, order, ordered))
    return pa.Table.from_pylist(rows, SCHEMA)


def make_line(rng, number: int, order: int, ordered: datetime) -> dict:
    """Return the values of a line that differ within its order."""
    quantity = rng.choice((1, 1, 2, 3, -1)) if rng.random() < 0.2 else 1
    price = Decimal(rng.randrange(100, 20_000)) / 100
    discount = rng.choice((None, Decimal("0.00"), Decimal("0.10"), Decimal("0.25")))
    paid = (price * quantity * (1 - (discount or 0))).quantize(Decimal("0.01"))
    shipped = ordered + timedelta(hours=rng.randrange(1, 200))
    return {
        "line_id": f"L{number:07}",
        "order_id": f"O{order:07}",
        "shipped_at": shipped if rng.random() < 0.9 else None,
        "product": rng.choice(PRODUCTS) if rng.random() < 0.95 else None,
        "quantity": quantity,
        "unit_price": price,
        "discount": discount,
        "paid": paid,
        "updated_at": ordered + timedelta(days=1),
    }


def change_lines(lines: pa.Table, count: int = 10, seed: int = 2) -> pa.Table:
    """Return corrected versions of some lines."""
    rng = random.Random(seed)
    last = max(lines["updated_at"].to_pylist())
    changed = []
    for place in sorted(rng.sample(range(len(lines)), count)):
        (row,) = lines.slice(place, 1).to_pylist()
        row["paid"] += Decimal("1.11")
        row["status"] = "COMPLETE"
        row["updated_at"] = last + timedelta(seconds=1)
        changed.append(row)
    return pa.Table.from_pylist(changed, SCHEMA)

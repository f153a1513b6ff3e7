"""Tables like `int_purchases_netted`, and a slow computation of timelines from them."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from ml.forecasts.timeline import WINDOWS
from ml.purchases.purchase_model import HORIZONS

SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("purchase_day", pa.date32()),
        ("known_on", pa.date32()),
        ("sales_amount", pa.decimal128(38, 4)),
        ("is_reversal", pa.bool_()),
    ]
)


def to_relation(session, purchases: list[tuple]):
    """Return a DuckDB relation of rows with the columns of SCHEMA."""
    columns = list(zip(*purchases, strict=True)) or [[]] * len(SCHEMA)
    columns[3] = [Decimal(str(amount)) for amount in columns[3]]
    return session.from_arrow(
        pa.table(
            [pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)],
            schema=SCHEMA,
        )
    )


def simulate(size: int, first: date, until: date, seed: int = 1) -> list[tuple]:
    """Return purchases of customers who buy at their own rate until they leave.

    They spend a gamma distributed amount of their own mean. A tenth of the purchases
    is sent back within 20 days, in part or all of it.
    """
    random = np.random.default_rng(seed)
    found = []
    for customer in range(size):
        day = random.uniform(0, 0.8 * (until - first).days)
        gap, mean = 30 / random.gamma(1.5, 0.7), 20 * random.gamma(3, 1)
        leaves = random.beta(1, 6)
        while (purchase_day := first + timedelta(int(day))) < until:
            amount = round(mean * random.gamma(2, 0.5) + 0.01, 2)
            key = f"c{customer}", purchase_day
            found.append((*key, purchase_day, amount, False))
            known_on = purchase_day + timedelta(int(random.integers(1, 20)))
            if random.random() < 0.1 and known_on < until:
                share = random.choice([0.5, 1.0])
                found.append((*key, known_on, -round(amount * share, 2), True))
            if random.random() < leaves:
                break
            day += random.exponential(gap) + 1
    return found


def slow_days(purchases: list[tuple], known_before: date) -> dict[str, dict]:
    """Return per customer the days with a purchase and their net sales."""
    sums, reversed_days = {}, set()
    for customer, day, known_on, amount, is_reversal in purchases:
        if known_on < known_before:
            sums[customer, day] = sums.get((customer, day), 0) + Decimal(str(amount))
            if is_reversal:
                reversed_days.add((customer, day))
    found = {}
    for (customer, day), amount in sums.items():
        if amount > 0 or (customer, day) not in reversed_days:
            found.setdefault(customer, {})[day] = float(amount)
    return found


def slow_timeline(purchases: list[tuple], as_of: date) -> dict[str, dict]:
    """Return per customer the columns of a timeline at a date."""
    return {
        customer: slow_row(
            {day: one for day, one in sorted(days.items()) if day < as_of}, as_of
        )
        for customer, days in slow_days(purchases, as_of).items()
        if any(day < as_of for day in days)
    }


def slow_row(days: dict[date, float], as_of: date) -> dict:
    """Return the timeline of one customer, whose days are in order."""
    first, *_, last = [*days, *days]
    row = {
        "order_days": len(days),
        "days_from_first_to_last": (last - first).days,
        "days_since_first": (as_of - first).days,
        "days_since_last": (as_of - last).days,
        "net_sales": sum(days.values()),
        "first_order_amount": days[first],
        "last_order_amount": days[last],
        "average_order_day_amount": sum(days.values()) / len(days),
        "days_between_orders": np.nan,
        "gaps_since_last": np.nan,
    }
    if len(days) > 1:
        row["days_between_orders"] = (last - first).days / (len(days) - 1)
        row["gaps_since_last"] = (as_of - last).days / row["days_between_orders"]
    periods = [
        *((f"{window}d", as_of - timedelta(window), window) for window in WINDOWS),
        *((f"{one}d_a_year_ago", as_of - timedelta(365), one) for one in HORIZONS),
    ]
    for name, start, length in periods:
        inside = slow_sum(days, start, length)
        row[f"order_days_{name}"], row[f"net_sales_{name}"] = inside
    return row


def slow_sum(days: dict[date, float], start: date, length: int) -> tuple[int, float]:
    """Return the days with a purchase in a period, and their net sales."""
    inside = [
        amount
        for day, amount in days.items()
        if start <= day < start + timedelta(length)
    ]
    return len(inside), sum(inside)

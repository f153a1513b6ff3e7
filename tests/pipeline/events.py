"""Events of customers of the sample: visits that predict orders, and noise."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.pipeline.project import ROOT

ORDERS = ROOT / "seeds/sample_orders.csv"
HEADER = ("customer_id", "signal", "occurred_at", "value")
# A signal in upper case, an unknown customer, and values that cannot be read.
ODD_LINES = """C000001, VISIT ,2025-12-31 23:59:59,
stranger,visit,2025-12-31 12:00:00,1
,visit,2025-12-31 12:00:00,1
C000001,visit,yesterday,a while
"""
# A visit is at most this number of days before the order that it predicts.
DAYS_AHEAD = 90


def write_events(path: Path, seed: int = 7) -> Path:
    """Write events as CSV, always the same for a seed; return the path.

    Before each order, a customer visits twice; `value` is the length of a visit in
    minutes. All customers also have random visits and see random advertisements, which
    predict nothing.
    """
    random = Random(seed)
    orders = read_orders()
    first, last = min(map(min, orders.values())), max(map(max, orders.values()))
    days = (last - first).days
    events = []
    for customer, dates in sorted(orders.items()):
        visits = [
            order - timedelta(days=random.uniform(0, DAYS_AHEAD))
            for order in sorted(dates)
            for _ in range(2)
        ]
        visits += [first + timedelta(days=random.uniform(0, days)) for _ in range(2)]
        shown = [first + timedelta(days=random.uniform(0, days)) for _ in range(8)]
        events += [
            (customer, "visit", when, f"{random.expovariate(1 / 5):.1f}")
            for when in visits
        ]
        events += [(customer, "advertisement", when, "") for when in shown]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(
            (customer, signal, when.replace(microsecond=0), value)
            for customer, signal, when, value in sorted(events)
        )
    return path


def write_odd_events(path: Path) -> Path:
    """Write the same events and a few that cannot be used; return the path."""
    with write_events(path).open("a", encoding="utf-8") as file:
        file.write(ODD_LINES)
    return path


def read_orders() -> dict[str, set[datetime]]:
    """Return the order times of each customer of the sample."""
    orders: dict[str, set[datetime]] = {}
    with ORDERS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            try:
                when = datetime.fromisoformat(row["ordered_at"])
            except (TypeError, ValueError):
                continue
            if row["customer_id"] and 2020 < when.year < 2030:
                orders.setdefault(row["customer_id"].strip(), set()).add(when)
    return orders

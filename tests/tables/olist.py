"""Four tables of Olist in SQLite, and their totals."""

import random
import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

TABLES = """
    create table customers (
        customer_id text, customer_unique_id text, customer_zip_code_prefix integer,
        customer_city text, customer_state text
    );
    create table orders (
        order_id text, customer_id text, order_status text,
        order_purchase_timestamp text, order_approved_at text,
        order_delivered_carrier_date text, order_delivered_customer_date text
    );
    create table order_items (
        order_id text, order_item_id integer, product_id text, seller_id text,
        price real, freight_value real
    );
    create table order_payments (
        order_id text, payment_sequential integer, payment_type text,
        payment_installments integer, payment_value real
    );
"""
STATUSES = ("delivered", "delivered", "delivered", "shipped", "canceled", "unavailable")
COUNTED = ("delivered", "shipped")
NEVER_COUNTED = "canceled"


class Olist:
    """A shop in an SQLite file.

    Attributes
    ----------
    cents : Counter
        The amount without freight that each person paid for counted orders.
    orders : Counter
        The number of counted orders with items, by person.
    items : int
    """

    def __init__(self, path: Path):
        """Make the tables."""
        self.path, self.random = path, random.Random(19)
        self.cents: Counter = Counter()
        self.orders: Counter = Counter()
        self.items = self.number = 0
        with sqlite3.connect(self.path) as connection:
            connection.executescript(TABLES)

    def sell(self, count: int) -> None:
        """Add orders. Some have no items, and most have one payment."""
        with sqlite3.connect(self.path) as connection:
            for _ in range(count):
                self.number += 1
                self.add_order(connection, f"o{self.number:05}")

    def add_order(self, connection, order: str) -> None:
        """Add an order with its customer, items and payments."""
        person = f"u{self.random.randrange(60):03}"
        status = self.random.choice(STATUSES)
        bought = datetime(2017, 1, 1) + timedelta(minutes=self.number * 700)
        shipped = bought + timedelta(days=2) if status in COUNTED else None
        add(connection, "customers", f"c{order}", person, 1310, "sao paulo", "SP")
        add(
            connection,
            *("orders", order, f"c{order}", status, str(bought), str(bought)),
            *(shipped and str(shipped), None),
        )
        items = 0 if status == "unavailable" else self.random.randint(1, 3)
        paid = 0
        for item in range(1, items + 1):
            cents = self.random.randrange(500, 30_000)
            add(connection, "order_items", order, item, "p1", "s1", cents / 100, 7.9)
            paid += cents
        for payment in range(1, self.random.choice((1, 1, 1, 3)) + 1):
            kind = self.random.choice(("credit_card", "voucher", "boleto"))
            add(connection, "order_payments", order, payment, kind, 1, paid / 100)
        self.items += items
        if status in COUNTED:
            self.cents[person] += paid
            self.orders[person] += 1

    def cancel(self, order: str) -> None:
        """Cancel an order afterwards."""
        with sqlite3.connect(self.path) as connection:
            ((person, status, paid),) = connection.execute(
                "select customer_unique_id, order_status, "
                "(select sum(round(price * 100)) from order_items "
                "where order_id = orders.order_id) "
                "from orders inner join customers using (customer_id) "
                "where order_id = ?",
                [order],
            ).fetchall()
            assert status in COUNTED
            connection.execute(
                "update orders set order_status = ? where order_id = ?",
                [NEVER_COUNTED, order],
            )
        self.cents[person] -= int(paid)
        self.orders[person] -= 1

    def first_counted(self) -> str:
        """Return the first order that counts."""
        with sqlite3.connect(self.path) as connection:
            return connection.execute(
                "select min(order_id) from orders where order_status = 'delivered'"
            ).fetchone()[0]


def add(connection, table: str, *values) -> None:
    """Add a row to a table."""
    places = ", ".join("?" * len(values))
    connection.execute(f"insert into {table} values ({places})", values)

"""Write exports of imaginary shops, and compute their expected totals.

Each function writes one file in the documented layout of a shop system, and adds up the
sales without code of this project.
"""

import csv
import datetime
import random
from dataclasses import dataclass, field
from decimal import Decimal

FIRST_DAY = datetime.datetime(2024, 1, 1, 8, 30)
CENT = Decimal("0.01")


@dataclass
class Truth:
    """The expected content of an export.

    Attributes
    ----------
    lines : int
        Number of lines that have a customer and are not left out.
    customers : set of str
        The customers as the export names them, in lower case.
    sales : Decimal
        Sales of orders that count.
    private : list of str
        Personal values that no table may contain.
    """

    lines: int = 0
    customers: set = field(default_factory=set)
    sales: Decimal = Decimal(0)
    private: list = field(default_factory=list)


class Shop:
    """Random orders of a shop; the same seed gives the same orders."""

    def __init__(self, seed):
        """Invent twenty customers with a name and an address."""
        self.random = random.Random(seed)
        self.truth = Truth()
        self.people = [
            (f"Zoë Quillfeather{number}", f"Zoe.Q{number}@Mail{number}.example")
            for number in range(20)
        ]
        self.truth.private += [person[0] for person in self.people]
        self.truth.private += [person[1].split("@")[0] for person in self.people]

    def orders(self, count=60):
        """Yield number, time, name and address of the customer for each order."""
        for number in range(1, count + 1):
            moment = FIRST_DAY + datetime.timedelta(hours=7 * number)
            yield number, moment, *self.random.choice(self.people)

    def price(self):
        """Return a price of at most a few thousand."""
        return Decimal(self.random.randint(100, 400_000)) * CENT

    def case(self, text):
        """Return a text in random upper or lower case."""
        return self.random.choice([text, text.lower(), text.upper()])

    def count(self, customer, sales, lines=1, is_counted=True):
        """Add lines of a customer to the expected totals."""
        self.truth.lines += lines
        self.truth.customers.add(customer.lower())
        self.truth.sales += sales if is_counted else 0


def write(path, rows, **how):
    """Write rows (dicts with equal keys) as a table."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*rows[0]], **how)
        writer.writeheader()
        writer.writerows(rows)


def shopify(path, seed, count=60):
    """Write one line per item; only an order's first item has the order's fields."""
    shop, rows = Shop(seed), []
    for number, moment, name, address in shop.orders(count):
        items = shop.random.randint(1, 3)
        total = shop.price()
        status = shop.random.choice(
            ["paid"] * 6 + ["refunded", "voided", "partially_refunded", "pending"]
        )
        refunded = {"refunded": total, "partially_refunded": CENT}.get(status, 0)
        is_guest = number % 13 == 0
        for item in range(items):
            order = {
                "Email": "" if is_guest else shop.case(address),
                "Financial Status": status,
                "Fulfilled at": f"{moment:%Y-%m-%d %H:%M:%S} -0500",
                "Currency": "CAD",
                "Subtotal": total - CENT,
                "Total": total,
                "Shipping Method": "Standard",
                "Payment Method": "Cards",
                "Refunded Amount": refunded,
                "Cancelled at": f"{moment} -0500" if status == "voided" else "",
                "Billing Name": name,
                "Billing Street": "1 Quiet Lane",
                "Shipping Country": "CA",
            }
            if item:
                order = dict.fromkeys(order, "")
            rows.append(
                {"Name": f"#{1000 + number}"}
                | order
                | {
                    "Created at": f"{moment:%Y-%m-%d %H:%M:%S} -0500",
                    "Lineitem name": 'Mug, 3" wide',
                    "Lineitem quantity": 1 + item,
                    "Lineitem price": "12.00",
                }
            )
        if not is_guest:
            is_counted = status not in ("voided", "refunded")
            shop.count(address, total - refunded, items, is_counted)
    write(path, rows)
    return shop.truth


def woocommerce_orders(path, seed):
    """Write one line per order."""
    shop, rows = Shop(seed), []
    for number, moment, name, address in shop.orders():
        total, refunded = shop.price(), shop.random.choice([Decimal(0), CENT])
        status = shop.random.choice(["wc-completed", "processing", "failed", "on-hold"])
        rows.append(
            {
                "order_id": 5000 + number,
                "date": f"{moment:%Y-%m-%d %H:%M:%S}",
                "status": status,
                "order_total": total,
                "refunded_total": refunded,
                "order_currency": "GBP",
                "billing_first_name": name,
                "billing_email": shop.case(address),
            }
        )
        shop.count(address, total - refunded, is_counted=status != "failed")
    write(path, rows)
    return shop.truth


def woocommerce_items(path, seed):
    """Write one line per item, each with all fields of the order."""
    shop, rows = Shop(seed), []
    for number, moment, name, address in shop.orders():
        total, items = shop.price(), shop.random.randint(1, 4)
        status = shop.random.choice(["Completed", "Processing", "Cancelled"])
        for item in range(1, items + 1):
            rows.append(
                {
                    "Order Number": number,
                    "Order Status": status,
                    "Order Date": f"{moment:%Y-%m-%d %H:%M}",
                    "First Name (Billing)": name,
                    "Email (Billing)": address,
                    "Order Refund Amount": "0",
                    "Order Total Amount": total,
                    "Item #": item,
                    "Item Name": "Mug",
                    "Quantity (- Refund)": 1,
                    "Item Cost": "9.00",
                }
            )
        shop.count(address, total, items, is_counted=status != "Cancelled")
    write(path, rows)
    return shop.truth


def woocommerce_lines(path, seed):
    """Write one line per item with its amount; the first has the order's fields."""
    shop, rows = Shop(seed), []
    for number, moment, name, address in shop.orders():
        status = shop.random.choice(["wc-completed", "wc-cancelled", "wc-on-hold"])
        for item in range(shop.random.randint(1, 3)):
            price, refunded = shop.price(), shop.random.choice(["", CENT])
            order = {
                "order_date": f"{moment:%m/%d/%Y %H:%M}",
                "status": status,
                "billing_email": address,
                "billing_first_name": name,
                "order_total": "100000.00",
                "order_currency": "EUR",
            }
            if item:
                order = dict.fromkeys(order, "")
            rows.append(
                {"order_id": number}
                | order
                | {
                    "item_name": "Mug",
                    "item_quantity": 1,
                    "item_total": price,
                    "item_total_tax": "0.07",
                    "item_refunded": refunded,
                }
            )
            sales = price + 7 * CENT - (refunded or 0)
            shop.count(address, sales, is_counted=status != "wc-cancelled")
    write(path, rows)
    return shop.truth


def magento(path, seed):
    """Write one line per order, with times on a 12-hour clock."""
    shop, rows = Shop(seed), []
    for number, moment, name, address in shop.orders():
        total = shop.price()
        status = shop.random.choice(["Complete", "Canceled", "Processing"])
        rows.append(
            {
                "ID": f"{number:09}",
                "Purchase Point": "Main Website",
                "Purchase Date": f"{moment:%b %d, %Y %I:%M:%S %p}",
                "Bill-to Name": name,
                "Grand Total (Base)": f"${total:,.2f}",
                "Subtotal": f"${total - CENT:,.2f}",
                "Status": status,
                "Customer Email": address,
                "Customer Group": "General",
                "Payment Method": "checkmo",
                "Total Refunded": "",
            }
        )
        shop.count(address, total, is_counted=status != "Canceled")
    write(path, rows)
    return shop.truth


def amazon(path, seed):
    """Write items in columns separated by tabs; quotes mean inches."""
    shop, rows = Shop(seed), []
    for number, moment, _, address in shop.orders():
        is_cancelled = number % 7 == 0
        price = shop.price()
        discount = shop.random.choice(["", "1.00"])
        rows.append(
            {
                "amazon-order-id": f"900-{number:07}",
                "purchase-date": f"{moment:%Y-%m-%dT%H:%M:%S}+00:00",
                "order-status": "Cancelled" if is_cancelled else "Shipped",
                "sales-channel": "Amazon.com",
                "ship-service-level": "Expedited",
                "product-name": '"Pipe" 12" steel',
                "item-status": "Cancelled" if is_cancelled else "Shipped",
                "quantity": 0 if is_cancelled else 2,
                "currency": "" if is_cancelled else "USD",
                "item-price": "" if is_cancelled else price,
                "shipping-price": "" if is_cancelled else "3.99",
                "item-promotion-discount": discount,
                "buyer-email": address,
            }
        )
        if not is_cancelled:
            shop.count(address, price - Decimal(discount or 0))
    write(
        path,
        rows,
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
        quotechar=None,
    )
    return shop.truth


def stripe_charges(path, seed):
    """Write charges of the API: amounts in cents, times in seconds since 1970."""
    shop, rows = Shop(seed), []
    for number, moment, _, address in shop.orders():
        amount = shop.price()
        refunded = shop.random.choice([0, 0, 0, CENT, amount])
        status = shop.random.choice(["succeeded"] * 5 + ["failed"])
        rows.append(
            {
                "id": f"ch_{number}",
                "created": int(moment.replace(tzinfo=datetime.UTC).timestamp()),
                "amount": int(amount * 100),
                "amount_refunded": int(refunded * 100),
                "currency": "eur",
                "customer": f"cus_{address[5:7]}",
                "status": status,
                "refunded": str(refunded == amount).lower(),
            }
        )
        if status == "succeeded":
            shop.count(rows[-1]["customer"], amount - refunded)
    write(path, rows)
    return shop.truth


def stripe_payments(path, seed):
    """Write an export of the dashboard: decimal amounts, no ids of customers."""
    shop, rows = Shop(seed), []
    for number, moment, _, address in shop.orders():
        amount = shop.price()
        status = shop.random.choice(["Paid", "Paid", "Refunded", "Failed"])
        refunded = amount if status == "Refunded" else 0
        rows.append(
            {
                "id": f"py_{number}",
                "Created date (UTC)": f"{moment:%Y-%m-%d %H:%M:%S}",
                "Amount": amount,
                "Amount Refunded": refunded,
                "Currency": "eur",
                "Customer Email": shop.case(address),
                "Status": status,
            }
        )
        if status != "Failed":
            shop.count(address, amount - refunded)
    write(path, rows)
    return shop.truth


def square(path, seed):
    """Write items with separate date and time; a refund is a separate line."""
    shop, rows = Shop(seed), []
    for number, moment, name, address in shop.orders():
        price = shop.price()
        is_refund = number % 9 == 0
        is_walk_in = number % 5 == 0
        rows.append(
            {
                "Date": f"{moment:%m/%d/%y}",
                "Time": f"{moment:%H:%M:%S}",
                "Category": "Drinks",
                "Item": "Tea",
                "Qty": "-1.0" if is_refund else "1.0",
                "Gross Sales": f"-${price + 1:,.2f}"
                if is_refund
                else f"${price + 1:,.2f}",
                "Tax": "$0.10",
                "Net Sales": f"-${price:,.2f}" if is_refund else f"${price:,.2f}",
                "Transaction ID": f"T{number}",
                "Event Type": "Refund" if is_refund else "Payment",
                "Location": "Harbour",
                "Customer ID": "" if is_walk_in else f"C{address[5:7]}",
                "Customer Name": "" if is_walk_in else name,
            }
        )
        if not is_walk_in:
            sales = -price if is_refund else price
            shop.count(rows[-1]["Customer ID"], sales)
    write(path, rows)
    return shop.truth


def olist(path, seed):
    """Write joined items, numbered within their order."""
    shop, rows = Shop(seed), []
    for number, moment, _, address in shop.orders():
        status = shop.random.choice(["delivered", "delivered", "canceled"])
        for item in range(1, shop.random.randint(1, 3) + 1):
            price = shop.price()
            rows.append(
                {
                    "order_id": f"o{number}",
                    "customer_id": f"of_order_{number}",
                    "order_item_id": item,
                    "product_id": "p1",
                    "price": price,
                    "freight_value": "7.90",
                    "order_status": status,
                    "order_purchase_timestamp": f"{moment:%Y-%m-%d %H:%M:%S}",
                    "customer_unique_id": f"u{address[5:7]}",
                    "customer_state": "SP",
                }
            )
            shop.count(
                rows[-1]["customer_unique_id"], price, is_counted=status == "delivered"
            )
    write(path, rows)
    return shop.truth


def superstore(path, seed):
    """Write items with dates as month, day and year."""
    shop, rows = Shop(seed), []
    for number, moment, name, address in shop.orders():
        price = shop.price()
        rows.append(
            {
                "Row ID": number,
                "Order ID": f"CA-2024-{100 + number // 2}-{address[5:7]}",
                "Order Date": f"{moment.month}/{moment.day}/{moment.year}",
                "Ship Date": f"{moment.month}/{moment.day}/{moment.year}",
                "Ship Mode": "Second Class",
                "Customer ID": f"ZQ-{address[5:7]}",
                "Customer Name": name,
                "Segment": "Consumer",
                "Region": "West",
                "Category": "Furniture",
                "Product ID": "FUR-CH-1",
                "Product Name": "Chair",
                "Sales": price,
                "Quantity": 2,
                "Discount": "0.2",
                "Profit": -price,
            }
        )
        shop.count(rows[-1]["Customer ID"], price)
    write(path, rows)
    return shop.truth


# The function that writes each export, and the block that reads it.
EXPORTS = {
    shopify: "shopify",
    woocommerce_orders: "woocommerce",
    woocommerce_items: "woocommerce",
    woocommerce_lines: "woocommerce",
    magento: "magento",
    amazon: "amazon",
    stripe_charges: "stripe",
    stripe_payments: "stripe",
    square: "square",
    olist: "olist",
    superstore: "superstore",
}

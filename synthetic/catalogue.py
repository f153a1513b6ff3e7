"""Products and statuses of the shop, and other words of its files."""

import csv
from pathlib import Path

import numpy as np

FIRST_DAY = np.datetime64("2023-01-01", "D")
LAST_DAY = np.datetime64("2025-12-31", "D")
DAYS = int((LAST_DAY - FIRST_DAY).astype(int)) + 1

SHIPPING_MODES = ("Same Day", "First Class", "Second Class", "Standard Class")
PROMISED_DAYS = np.array([0, 1, 2, 4])
LATE_SHARES = np.array([0.10, 0.18, 0.12, 0.05])

# Orders with one of the last two statuses do not count.
ORDER_STATUSES = (
    "COMPLETE",
    "CLOSED",
    "PROCESSING",
    "PENDING",
    "PENDING_PAYMENT",
    "ON_HOLD",
    "PAYMENT_REVIEW",
    "CANCELED",
    "SUSPECTED_FRAUD",
)
COUNTED_STATUSES = 7
COUNTED_SHARES = np.array([0.58, 0.14, 0.09, 0.07, 0.06, 0.035, 0.025])
FRAUD_SHARE_OF_CANCELLATIONS = 0.35

PAYMENT_TYPES = ("DEBIT", "TRANSFER", "CASH", "PAYMENT")
CUSTOMER_TYPES = ("Consumer", "Corporate", "Home Office")
MARKETS = ("Europe", "LATAM", "Pacific Asia", "USCA", "Africa")
MARKET_SHARES = np.array([0.29, 0.27, 0.22, 0.16, 0.06])

# Midnight to eleven in the evening, with a peak at lunch and a higher one in the
# evening.
HOUR_WEIGHTS = np.array(
    [5, 3, 2, 1, 1, 2, 5, 10, 18, 26, 32, 36]
    + [40, 36, 32, 32, 34, 38, 44, 52, 56, 48, 30, 14]
)

# Each product has the margin of its category and a price for the first year.
with (Path(__file__).parent / "products.csv").open(encoding="utf-8") as file:
    PRODUCTS = list(csv.DictReader(file))
LIST_MARGINS_BY_CATEGORY = {
    one["category"]: float(one["list_margin"]) for one in PRODUCTS
}
CATEGORY_NAMES = tuple(LIST_MARGINS_BY_CATEGORY)
LIST_MARGINS = np.array([*LIST_MARGINS_BY_CATEGORY.values()])
PRODUCTS_PER_CATEGORY = len(PRODUCTS) // len(CATEGORY_NAMES)
PRODUCT_NAMES = tuple(one["product"] for one in PRODUCTS)
FIRST_PRICES = np.array([int(one["first_price"]) for one in PRODUCTS])
# Columns with words, in the order of the file.
VOCABULARIES = {
    "shipping_mode": SHIPPING_MODES,
    "order_status": ORDER_STATUSES,
    "payment_type": PAYMENT_TYPES,
    "customer_type": CUSTOMER_TYPES,
    "market": MARKETS,
    "category": CATEGORY_NAMES,
    "product": PRODUCT_NAMES,
}

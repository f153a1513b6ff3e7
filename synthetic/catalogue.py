"""What the shop sells, and the words its files use."""

import numpy as np

FIRST_DAY = np.datetime64("2023-01-01", "D")
LAST_DAY = np.datetime64("2025-12-31", "D")
DAYS = int((LAST_DAY - FIRST_DAY).astype(int)) + 1

SHIPPING_MODES = ("Same Day", "First Class", "Second Class", "Standard Class")
PROMISED_DAYS = np.array([0, 1, 2, 4])
LATE_SHARES = np.array([0.10, 0.18, 0.12, 0.05])

# The last two statuses are of orders that do not count.
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

# January to December; the months before Christmas sell most.
MONTH_WEIGHTS = np.array(
    [0.90, 0.86, 0.92, 0.95, 1.00, 0.97, 0.92, 0.94, 1.00, 1.05, 1.34, 1.45]
)
# Midnight to eleven in the evening: a lunch peak and a higher evening one.
HOUR_WEIGHTS = np.array(
    [5, 3, 2, 1, 1, 2, 5, 10, 18, 26, 32, 36]
    + [40, 36, 32, 32, 34, 38, 44, 52, 56, 48, 30, 14]
)

# Category: list margin, then five products with their first price.
CATEGORIES = {
    "Stationery": (
        0.46,
        (
            ("Gel Pen Set", 9),
            ("Dotted Notebook", 14),
            ("Desk Calendar", 12),
            ("Highlighter Pack", 8),
            ("Document Wallet", 11),
        ),
    ),
    "Books": (
        0.43,
        (
            ("Crime Novel", 13),
            ("City Travel Guide", 22),
            ("Vegetable Cookbook", 27),
            ("Picture Book", 15),
            ("Pocket Atlas", 18),
        ),
    ),
    "Beauty": (
        0.44,
        (
            ("Hand Cream", 12),
            ("Shampoo Bar", 10),
            ("Lip Balm Trio", 9),
            ("Clay Face Mask", 19),
            ("Sun Lotion", 21),
        ),
    ),
    "Household": (
        0.31,
        (
            ("Laundry Capsules", 15),
            ("Storage Box Set", 18),
            ("Kitchen Towels", 9),
            ("Dish Brush Pair", 8),
            ("Bin Liners", 10),
        ),
    ),
    "Toys and Games": (
        0.32,
        (
            ("Wooden Train Set", 29),
            ("Card Game", 12),
            ("Jigsaw Puzzle", 16),
            ("Building Bricks", 25),
            ("Plush Bear", 19),
        ),
    ),
    "Clothing": (
        0.34,
        (
            ("Cotton T-Shirt", 17),
            ("Fleece Pullover", 34),
            ("Rain Jacket", 48),
            ("Wool Socks", 11),
            ("Linen Shirt", 29),
        ),
    ),
    "Garden": (
        0.35,
        (
            ("Pruning Shears", 24),
            ("Watering Can", 19),
            ("Raised Bed Kit", 69),
            ("Hose Reel", 55),
            ("Bird Feeder", 22),
        ),
    ),
    "Fitness": (
        0.35,
        (
            ("Yoga Mat", 39),
            ("Adjustable Dumbbell", 79),
            ("Resistance Bands", 25),
            ("Foam Roller", 29),
            ("Heart Rate Strap", 65),
        ),
    ),
    "Footwear": (
        0.36,
        (
            ("Running Shoes", 89),
            ("Hiking Boots", 119),
            ("Canvas Sneakers", 55),
            ("Leather Loafers", 95),
            ("Trail Sandals", 49),
        ),
    ),
    "Outdoor": (
        0.34,
        (
            ("Two-Person Tent", 139),
            ("Down Sleeping Bag", 99),
            ("Trekking Backpack", 89),
            ("Trekking Poles", 45),
            ("Camping Stove", 39),
        ),
    ),
    "Home Electronics": (
        0.24,
        (
            ("Noise-Cancelling Headphones", 149),
            ("Ten-Inch Tablet", 219),
            ("Wireless Speaker", 119),
            ("Espresso Machine", 189),
            ("Mesh Router", 129),
        ),
    ),
    "Furniture": (
        0.25,
        (
            ("Oak Writing Desk", 249),
            ("Reading Armchair", 229),
            ("Five-Shelf Bookcase", 139),
            ("Office Chair", 179),
            ("Bedside Table", 89),
        ),
    ),
}
CATEGORY_NAMES = tuple(CATEGORIES)
PRODUCTS_PER_CATEGORY = 5
PRODUCT_NAMES = tuple(
    name for _, products in CATEGORIES.values() for name, _ in products
)
FIRST_PRICES = np.array(
    [price for _, products in CATEGORIES.values() for _, price in products]
)
LIST_MARGINS = np.array([margin for margin, _ in CATEGORIES.values()])
# The columns of words, in the order of the file.
VOCABULARIES = {
    "shipping_mode": SHIPPING_MODES,
    "order_status": ORDER_STATUSES,
    "payment_type": PAYMENT_TYPES,
    "customer_type": CUSTOMER_TYPES,
    "market": MARKETS,
    "category": CATEGORY_NAMES,
    "product": PRODUCT_NAMES,
}

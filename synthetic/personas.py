"""The numbers that describe the four personas.

These numbers decide how easy the segments are to find. Recency, orders and spending of
the personas overlap on purpose: segments from these three alone are only half right.
What distinguishes the personas is how they buy.
"""

import numpy as np

PERSONAS = (
    "high_value_frequent",
    "mid_spending_occasional",
    "price_sensitive",
    "low_engagement",
)
PERSONA_SHARES = np.array([0.20, 0.30, 0.25, 0.25])

# For each persona, the medians of its customers, and their spread (standard deviation
# of the logarithm).
ORDER_COUNTS = np.array([8.4, 3.3, 5.8, 1.2])
ORDER_COUNT_SPREADS = np.array([0.32, 0.29, 0.25, 0.38])
FEWEST_ORDERS = np.array([4, 3, 3, 1])
MOST_ORDERS = np.array([22, 10, 13, 3])
RECENCY_DAYS = np.array([21.0, 86.0, 35.0, 380.0])
RECENCY_SPREADS = np.array([0.72, 0.62, 0.68, 0.50])
GAP_DAYS = np.array([70.0, 190.0, 104.0, 190.0])
GAP_SPREADS = np.array([0.22, 0.22, 0.18, 0.35])
# How much the gaps between orders of one customer vary. Price hunters order whenever
# there is a campaign.
GAP_UNEVENNESS = np.array([0.55, 0.42, 0.12, 0.50])

# The share of orders that follow the habits of a random persona, as a present may. A
# larger share makes the personas harder to distinguish.
OUT_OF_CHARACTER_SHARES = np.array([0.06, 0.06, 0.06, 0.02])

# Share of orders with one, two, three or four lines.
LINE_SHARES = np.array(
    [
        [0.08, 0.44, 0.40, 0.08],
        [0.90, 0.10, 0.00, 0.00],
        [0.40, 0.50, 0.10, 0.00],
        [0.97, 0.03, 0.00, 0.00],
    ]
)
# Share of lines with one, two, three or four units.
UNIT_SHARES = np.array(
    [
        [0.84, 0.14, 0.02, 0.00],
        [0.97, 0.03, 0.00, 0.00],
        [0.24, 0.46, 0.24, 0.06],
        [0.97, 0.03, 0.00, 0.00],
    ]
)
# Columns as in `catalogue.CATEGORY_NAMES`, from Stationery to Furniture.
CATEGORY_SHARES = np.array(
    [
        [0.01, 0.04, 0.03, 0.02, 0.04, 0.12, 0.13, 0.19, 0.20, 0.18, 0.03, 0.01],
        [0.00, 0.01, 0.00, 0.01, 0.01, 0.02, 0.03, 0.04, 0.06, 0.10, 0.38, 0.34],
        [0.02, 0.02, 0.05, 0.38, 0.25, 0.24, 0.03, 0.01, 0.00, 0.00, 0.00, 0.00],
        [0.33, 0.31, 0.28, 0.03, 0.03, 0.02, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
    ]
)
# Discounts in percent, and their shares among the lines of each persona.
DISCOUNTS = np.array([0, 5, 10, 15, 20, 25, 30, 40])
DISCOUNT_SHARES = np.array(
    [
        [0.88, 0.07, 0.04, 0.01, 0.00, 0.00, 0.00, 0.00],
        [0.90, 0.04, 0.04, 0.01, 0.01, 0.00, 0.00, 0.00],
        [0.04, 0.02, 0.06, 0.14, 0.20, 0.22, 0.20, 0.12],
        [0.985, 0.01, 0.005, 0.00, 0.00, 0.00, 0.00, 0.00],
    ]
)
# Columns as in `catalogue.SHIPPING_MODES`.
SHIPPING_SHARES = np.array(
    [
        [0.06, 0.84, 0.06, 0.04],
        [0.01, 0.04, 0.86, 0.09],
        [0.00, 0.01, 0.03, 0.96],
        [0.00, 0.005, 0.01, 0.985],
    ]
)
# Shares of the usual payment type; columns as in `catalogue.PAYMENT_TYPES`.
PAYMENT_SHARES = np.array(
    [
        [0.55, 0.20, 0.02, 0.23],
        [0.40, 0.30, 0.05, 0.25],
        [0.25, 0.25, 0.25, 0.25],
        [0.15, 0.05, 0.65, 0.15],
    ]
)
# Share of orders that are paid by the usual payment type.
PAYMENT_LOYALTY = np.array([0.95, 0.95, 0.35, 0.97])
# Columns as in `catalogue.CUSTOMER_TYPES`.
CUSTOMER_TYPE_SHARES = np.array(
    [
        [0.38, 0.42, 0.20],
        [0.52, 0.26, 0.22],
        [0.62, 0.18, 0.20],
        [0.64, 0.20, 0.16],
    ]
)
WEEKEND_SHARES = np.array([0.20, 0.80, 0.24, 0.10])
CANCELLATION_SHARES = np.array([0.05, 0.018, 0.05, 0.02])
RETURN_SHARES = np.array([0.06, 0.025, 0.035, 0.01])

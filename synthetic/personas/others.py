"""Five other personas, which judge the segments: nothing was chosen by them.

The shop and its products are those of the bundled sample, its customers are others:

- A newcomer bought for the first time in the last weeks, once or a few times, mostly
  small things with a welcome discount. Every fourth order already looks like that of
  another persona.
- A business customer orders whole boxes for an office on working days, by transfer, at
  a negotiated discount. Some order many times as much as the others: key accounts.
- A gift buyer orders before Christmas and in May, several single things at full price,
  delivered fast, and returns some of them.
- A household orders what it uses up, every month, a few units each, by debit.
- A former enthusiast bought equipment for a hobby for some seasons, and has been silent
  for about a year or longer.
"""

import numpy as np

from synthetic.personas.personas import MONTHS_OF_THE_SHOP, Personas

OTHERS = Personas(
    names=(
        "newcomer",
        "business_customer",
        "gift_buyer",
        "household",
        "former_enthusiast",
    ),
    shares=np.array([0.16, 0.13, 0.24, 0.24, 0.23]),
    # The spreads are wide: customers began at any time of the three years.
    order_counts=np.array([1.3, 15.0, 4.5, 15.0, 6.5]),
    order_count_spreads=np.array([0.45, 0.70, 0.45, 0.55, 0.45]),
    fewest_orders=np.array([1, 4, 2, 5, 2]),
    most_orders=np.array([4, 90, 14, 45, 20]),
    recency_days=np.array([24.0, 15.0, 28.0, 18.0, 400.0]),
    recency_spreads=np.array([0.70, 0.75, 0.80, 0.60, 0.38]),
    gap_days=np.array([14.0, 26.0, 130.0, 33.0, 55.0]),
    gap_spreads=np.array([0.40, 0.45, 0.30, 0.25, 0.35]),
    gap_unevenness=np.array([0.60, 0.40, 0.55, 0.18, 0.55]),
    out_of_character_shares=np.array([0.25, 0.08, 0.12, 0.10, 0.12]),
    line_shares=np.array(
        [
            [0.62, 0.28, 0.10, 0.00, 0.00, 0.00],
            [0.22, 0.26, 0.22, 0.15, 0.10, 0.05],
            [0.20, 0.32, 0.28, 0.14, 0.06, 0.00],
            [0.18, 0.34, 0.30, 0.14, 0.04, 0.00],
            [0.52, 0.34, 0.14, 0.00, 0.00, 0.00],
        ]
    ),
    units=np.array([1, 2, 3, 4, 6, 10, 20, 50]),
    unit_shares=np.array(
        [
            [0.86, 0.11, 0.03, 0.00, 0.00, 0.00, 0.00, 0.00],
            [0.06, 0.08, 0.08, 0.12, 0.20, 0.24, 0.16, 0.06],
            [0.90, 0.08, 0.02, 0.00, 0.00, 0.00, 0.00, 0.00],
            [0.42, 0.32, 0.16, 0.08, 0.02, 0.00, 0.00, 0.00],
            [0.88, 0.10, 0.02, 0.00, 0.00, 0.00, 0.00, 0.00],
        ]
    ),
    category_shares=np.array(
        [
            [0.10, 0.12, 0.13, 0.13, 0.10, 0.19, 0.06, 0.05, 0.06, 0.02, 0.03, 0.01],
            [0.58, 0.03, 0.00, 0.22, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.07, 0.10],
            [0.03, 0.23, 0.13, 0.01, 0.30, 0.10, 0.03, 0.02, 0.01, 0.01, 0.12, 0.01],
            [0.05, 0.06, 0.33, 0.47, 0.02, 0.04, 0.03, 0.00, 0.00, 0.00, 0.00, 0.00],
            [0.00, 0.02, 0.01, 0.01, 0.00, 0.08, 0.14, 0.24, 0.22, 0.27, 0.01, 0.00],
        ]
    ),
    discounts=np.array([0, 5, 10, 15, 20]),
    discount_shares=np.array(
        [
            [0.34, 0.06, 0.48, 0.08, 0.04],
            [0.10, 0.18, 0.36, 0.26, 0.10],
            [0.92, 0.03, 0.04, 0.00, 0.01],
            [0.74, 0.08, 0.13, 0.03, 0.02],
            [0.70, 0.07, 0.12, 0.06, 0.05],
        ]
    ),
    shipping_shares=np.array(
        [
            [0.02, 0.08, 0.15, 0.75],
            [0.03, 0.12, 0.30, 0.55],
            [0.20, 0.44, 0.22, 0.14],
            [0.00, 0.02, 0.10, 0.88],
            [0.02, 0.12, 0.28, 0.58],
        ]
    ),
    payment_shares=np.array(
        [
            [0.42, 0.08, 0.15, 0.35],
            [0.05, 0.85, 0.00, 0.10],
            [0.30, 0.05, 0.10, 0.55],
            [0.74, 0.12, 0.04, 0.10],
            [0.44, 0.12, 0.08, 0.36],
        ]
    ),
    payment_loyalty=np.array([0.80, 0.95, 0.75, 0.95, 0.85]),
    customer_type_shares=np.array(
        [
            [0.80, 0.10, 0.10],
            [0.03, 0.72, 0.25],
            [0.90, 0.04, 0.06],
            [0.86, 0.03, 0.11],
            [0.90, 0.04, 0.06],
        ]
    ),
    weekend_shares=np.array([0.34, 0.03, 0.46, 0.30, 0.42]),
    cancellation_shares=np.array([0.05, 0.02, 0.03, 0.01, 0.03]),
    return_shares=np.array([0.06, 0.02, 0.12, 0.01, 0.06]),
    month_weights=np.array(
        [
            MONTHS_OF_THE_SHOP,
            [1.1, 1.0, 1.2, 1.0, 1.0, 1.0, 0.8, 0.7, 1.2, 1.1, 1.1, 0.8],
            [0.3, 0.7, 0.5, 0.7, 1.4, 0.6, 0.4, 0.4, 0.5, 0.9, 2.4, 3.2],
            [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.9, 1.0, 1.0, 1.1, 1.1],
            [0.8, 0.8, 1.1, 1.3, 1.4, 1.2, 1.1, 0.9, 0.9, 0.7, 0.8, 1.0],
        ]
    ),
    size_spreads=np.array([0.0, 0.65, 0.0, 0.15, 0.0]),
    leaver_shares=np.zeros(5),
)

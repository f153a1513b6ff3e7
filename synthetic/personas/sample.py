"""The four personas of the bundled sample.

These numbers decide how easy the segments are to find. Recency, orders and spending of
the personas overlap on purpose: segments from these three alone are only half right.
What distinguishes the personas is how they buy.

The sample tells five stories: one for each persona, and that some of the best customers
left, at any day of the last 18 months. Without them, nobody who buys often would ever
stay away, and no forecast of churn could be judged. `left_on` of the truth says who.
"""

import numpy as np

from synthetic.personas.personas import MONTHS_OF_THE_SHOP, Personas

SAMPLE = Personas(
    names=(
        "high_value_frequent",
        "mid_spending_occasional",
        "price_sensitive",
        "low_engagement",
    ),
    shares=np.array([0.20, 0.30, 0.25, 0.25]),
    order_counts=np.array([8.4, 3.3, 5.8, 1.2]),
    order_count_spreads=np.array([0.32, 0.29, 0.25, 0.38]),
    fewest_orders=np.array([4, 3, 3, 1]),
    most_orders=np.array([22, 10, 13, 3]),
    recency_days=np.array([21.0, 86.0, 35.0, 380.0]),
    recency_spreads=np.array([0.72, 0.62, 0.68, 0.50]),
    gap_days=np.array([70.0, 190.0, 104.0, 190.0]),
    gap_spreads=np.array([0.22, 0.22, 0.18, 0.35]),
    # Price hunters order whenever there is a campaign, others less evenly.
    gap_unevenness=np.array([0.55, 0.42, 0.12, 0.50]),
    out_of_character_shares=np.array([0.06, 0.06, 0.06, 0.02]),
    line_shares=np.array(
        [
            [0.08, 0.44, 0.40, 0.08],
            [0.90, 0.10, 0.00, 0.00],
            [0.40, 0.50, 0.10, 0.00],
            [0.97, 0.03, 0.00, 0.00],
        ]
    ),
    units=np.arange(1, 5),
    unit_shares=np.array(
        [
            [0.84, 0.14, 0.02, 0.00],
            [0.97, 0.03, 0.00, 0.00],
            [0.24, 0.46, 0.24, 0.06],
            [0.97, 0.03, 0.00, 0.00],
        ]
    ),
    category_shares=np.array(
        [
            [0.01, 0.04, 0.03, 0.02, 0.04, 0.12, 0.13, 0.19, 0.20, 0.18, 0.03, 0.01],
            [0.00, 0.01, 0.00, 0.01, 0.01, 0.02, 0.03, 0.04, 0.06, 0.10, 0.38, 0.34],
            [0.02, 0.02, 0.05, 0.38, 0.25, 0.24, 0.03, 0.01, 0.00, 0.00, 0.00, 0.00],
            [0.33, 0.31, 0.28, 0.03, 0.03, 0.02, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
        ]
    ),
    discounts=np.array([0, 5, 10, 15, 20, 25, 30, 40]),
    discount_shares=np.array(
        [
            [0.88, 0.07, 0.04, 0.01, 0.00, 0.00, 0.00, 0.00],
            [0.90, 0.04, 0.04, 0.01, 0.01, 0.00, 0.00, 0.00],
            [0.04, 0.02, 0.06, 0.14, 0.20, 0.22, 0.20, 0.12],
            [0.985, 0.01, 0.005, 0.00, 0.00, 0.00, 0.00, 0.00],
        ]
    ),
    shipping_shares=np.array(
        [
            [0.06, 0.84, 0.06, 0.04],
            [0.01, 0.04, 0.86, 0.09],
            [0.00, 0.01, 0.03, 0.96],
            [0.00, 0.005, 0.01, 0.985],
        ]
    ),
    payment_shares=np.array(
        [
            [0.55, 0.20, 0.02, 0.23],
            [0.40, 0.30, 0.05, 0.25],
            [0.25, 0.25, 0.25, 0.25],
            [0.15, 0.05, 0.65, 0.15],
        ]
    ),
    payment_loyalty=np.array([0.95, 0.95, 0.35, 0.97]),
    customer_type_shares=np.array(
        [
            [0.38, 0.42, 0.20],
            [0.52, 0.26, 0.22],
            [0.62, 0.18, 0.20],
            [0.64, 0.20, 0.16],
        ]
    ),
    weekend_shares=np.array([0.20, 0.80, 0.24, 0.10]),
    cancellation_shares=np.array([0.05, 0.018, 0.05, 0.02]),
    return_shares=np.array([0.06, 0.025, 0.035, 0.01]),
    month_weights=np.tile(MONTHS_OF_THE_SHOP, (4, 1)),
    size_spreads=np.zeros(4),
    leaver_shares=np.array([0.18, 0.0, 0.0, 0.0]),
)

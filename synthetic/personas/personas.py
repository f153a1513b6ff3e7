"""The numbers that describe a set of personas."""

from dataclasses import dataclass

import numpy as np

# January to December; the months before Christmas sell most.
MONTHS_OF_THE_SHOP = (
    *(0.90, 0.86, 0.92, 0.95, 1.00, 0.97),
    *(0.92, 0.94, 1.00, 1.05, 1.34, 1.45),
)


@dataclass(frozen=True)
class Personas:
    """A set of personas. Each array has one entry or row per persona.

    Attributes
    ----------
    names : tuple of str
    shares : array
        The share of the customers, 0 to 1.
    order_counts, recency_days, gap_days : arrays
        Medians over customers: orders, days since the last one, and days between two.
    order_count_spreads, recency_spreads, gap_spreads, size_spreads : arrays
        How much customers differ (standard deviation of the logarithm). The size of a
        customer multiplies the units of each of its lines; its median is 1.
    fewest_orders, most_orders : int arrays
    gap_unevenness : array
        How much the gaps of one customer differ (standard deviation of the logarithm).
    out_of_character_shares : array
        The share of orders that follow the habits of a random persona, as a present
        may. A larger share makes the personas harder to distinguish.
    line_shares : array of shape (personas, lines)
        The share of orders with one line, two, and so on.
    units : int array of shape (unit counts,)
        The units that a line can have, for all personas.
    unit_shares : array of shape (personas, unit counts)
        The share of lines with so many units.
    category_shares : array of shape (personas, categories)
        Columns as in `catalogue.CATEGORY_NAMES`, from Stationery to Furniture.
    discounts : int array of shape (discounts,)
        The discounts, in percent, for all personas.
    discount_shares : array of shape (personas, discounts)
        The share of lines with this discount.
    shipping_shares, payment_shares, customer_type_shares : arrays
        Columns as in `catalogue.SHIPPING_MODES`, `PAYMENT_TYPES`, `CUSTOMER_TYPES`. The
        payment type is the usual one of a customer.
    payment_loyalty : array
        The share of orders that are paid by the usual payment type.
    weekend_shares, cancellation_shares, return_shares : arrays
        The share of orders at weekends, of cancelled and of returned ones.
    month_weights : array of shape (personas, 12)
        Sales in January to December, on any scale.
    leaver_shares : array
        The share of the customers who left at some day of the last 18 months. Only
        their last order is earlier than that of the others.
    """

    names: tuple[str, ...]
    shares: np.ndarray
    order_counts: np.ndarray
    order_count_spreads: np.ndarray
    fewest_orders: np.ndarray
    most_orders: np.ndarray
    recency_days: np.ndarray
    recency_spreads: np.ndarray
    gap_days: np.ndarray
    gap_spreads: np.ndarray
    gap_unevenness: np.ndarray
    out_of_character_shares: np.ndarray
    line_shares: np.ndarray
    units: np.ndarray
    unit_shares: np.ndarray
    category_shares: np.ndarray
    discounts: np.ndarray
    discount_shares: np.ndarray
    shipping_shares: np.ndarray
    payment_shares: np.ndarray
    payment_loyalty: np.ndarray
    customer_type_shares: np.ndarray
    weekend_shares: np.ndarray
    cancellation_shares: np.ndarray
    return_shares: np.ndarray
    month_weights: np.ndarray
    size_spreads: np.ndarray
    leaver_shares: np.ndarray

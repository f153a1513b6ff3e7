"""Facts about the customers of a segment, beside the means of their features."""

import numpy as np

from ml.customers.customers import Customers

# If the orders of a customer are on average less than this many days apart, they are
# all of one day, and the customer never came back.
DAYS_APART = 1.0
GAPS, ONCE = "average_gap_days", "is_one_time_buyer"


def shares_of_states(states, members) -> dict[str, float]:
    """Return the share of the members in each lifecycle state that one of them has."""
    if states is None or not members.any():
        return {}
    return {
        state: float((states[members] == state).mean())
        for state in sorted(set(states[members]))
    }


def median_of(column, members) -> float:
    """Return the median of the members; NaN if there are none."""
    is_known = column is not None and members.any()
    return float(np.median(column[members])) if is_known else np.nan


def share_of_profit(customers: Customers, members) -> float:
    """Return the profit of the members by their net sales; NaN if unknown.

    A loss without net sales is -inf. The profit has four digits, as amounts have.
    """
    margins = customers.numbers.get("margin_rate")
    if margins is None:
        return np.nan
    known = members & ~np.isnan(margins)
    sales = customers.values[known]
    profit = round((margins[known] * sales).sum(), 4)
    return -np.inf if profit < 0 >= sales.sum() else divide(profit, sales.sum())


def divide(part: float, whole: float) -> float:
    """Return a share; NaN if the whole is not above 0."""
    return float(part / whole) if whole > 0 else np.nan


def share_of_returners(numbers: dict, members: np.ndarray) -> float:
    """Return the share of the members who came back; 1 if that is unknown."""
    if not members.any():
        return 0.0
    if GAPS in numbers:
        return float((numbers[GAPS][members] >= DAYS_APART).mean())
    if ONCE in numbers:
        return float((numbers[ONCE][members] == 0).mean())
    return 1.0

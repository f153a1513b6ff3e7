"""Let some customers leave the shop, and leave all others as they are."""

import numpy as np

from synthetic.columns import Columns, stack, take
from synthetic.personas import Personas
from synthetic.times import DAY

# The last orders of those who left are in the last 18 months.
LEAVING_DAYS = 548


def draw_leavers(
    generator: np.random.Generator, customers: Columns, personas: Personas
) -> tuple[np.ndarray, Columns]:
    """Draw who left, and when.

    Parameters
    ----------
    generator : numpy.random.Generator
        It is called for two numbers per customer.
    customers : Columns
        The result of `draw_customers`.
    personas : Personas

    Returns
    -------
    has_left : bool array of shape (n_customers,)
    leavers : Columns
        The customers who left. Only their recency (in days) has changed.
    """
    luck, day = generator.random((2, len(customers["persona"])))
    has_left = luck < personas.leaver_shares[customers["persona"]]
    leavers = take(customers | {"recency": LEAVING_DAYS * day}, has_left)
    return has_left, leavers


def merge(lines: Columns, more_lines: Columns) -> Columns:
    """Return both sets of lines, sorted by time, with new numbers of orders."""
    first_order = lines["order"].max(initial=-1) + 1
    more_lines = more_lines | {"order": more_lines["order"] + first_order}
    merged = stack(lines, more_lines)
    merged = take(merged, np.lexsort((merged["order"], merged["ordered_at"])))
    is_first = np.diff(merged["order"], prepend=-1) != 0
    return merged | {"order": np.cumsum(is_first) - 1}


def find_left_on(lines: Columns, has_left: np.ndarray) -> np.ndarray:
    """Return the day after the last order of each customer who left.

    Returns
    -------
    datetime64[D] array of shape (n_customers,)
        NaT for all others. A cancelled order counts, a return does not.
    """
    last_day = np.zeros(len(has_left), dtype=np.int64)
    bought = lines["quantity"] > 0
    days = lines["ordered_at"][bought] // DAY
    np.maximum.at(last_day, lines["customer"][bought], days)
    left_on = (last_day + 1).astype("datetime64[D]")
    return np.where(has_left, left_on, np.datetime64("NaT", "D"))

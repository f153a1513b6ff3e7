"""The input of training and scoring: one array for each column of the customers."""

from dataclasses import dataclass

import numpy as np

# An average of n orders counts n / (n + 3): as if three orders of an average customer
# were added. Estimated on nine files, the variance between the orders of a customer is
# 0.3 to 12 times that between customers, mostly about 4 (DECISIONS.md).
PRIOR_ORDERS = 3.0


@dataclass(frozen=True)
class Customers:
    """The features of some customers at one date, with a value per customer.

    Attributes
    ----------
    numbers : dict of feature to (customers,) arrays, NaN where unknown
        The features have the order of the model's inputs.
    categories : dict of column to (customers,) arrays of str or None
    values : (customers,) array
        clv_amount at the date, or net sales after the date, in the currency of the
        file.
    order_counts : (customers,) array or None
        The number of purchases, at most 10 (`credible_order_count`); None if unknown.
    averages : frozenset of str
        The features that are averages of orders.
    states : (customers,) array of str or None
        The lifecycle_state, for names of segments; None if unknown.
    """

    numbers: dict[str, np.ndarray]
    categories: dict[str, np.ndarray]
    values: np.ndarray
    order_counts: np.ndarray | None = None
    averages: frozenset[str] = frozenset()
    states: np.ndarray | None = None

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.values)

    @property
    def matrices(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return numbers, categories and credibility as (customers, features) arrays.

        The credibility of an average is n / (n + 3) after n orders; that of another
        feature is 1 (Bühlmann 1967, "Experience rating and credibility").
        """
        return (
            np.column_stack([*self.numbers.values()]),
            np.column_stack([*self.categories.values()]),
            find_credibility(self.order_counts, self.prior_orders),
        )

    @property
    def prior_orders(self) -> np.ndarray:
        """Return 3 for each feature that is an average of orders, otherwise 0."""
        return np.array([PRIOR_ORDERS * (one in self.averages) for one in self.numbers])

    def take(self, places: np.ndarray) -> "Customers":
        """Return the customers at these positions, or where a mask is true."""
        return Customers(
            {name: column[places] for name, column in self.numbers.items()},
            {name: column[places] for name, column in self.categories.items()},
            self.values[places],
            None if self.order_counts is None else self.order_counts[places],
            self.averages,
            None if self.states is None else self.states[places],
        )

    def first(self, limit: int) -> "Customers":
        """Return at most `limit` customers, the same customers at each call."""
        chosen = np.random.default_rng(0).permutation(len(self))[:limit]
        return self.take(np.sort(chosen))


def find_credibility(
    order_counts: np.ndarray | None, prior_orders: np.ndarray
) -> np.ndarray:
    """Return n / (n + prior), (customers, features); 1 where no order is added."""
    if order_counts is None:
        return np.ones((1, len(prior_orders)))
    return order_counts[:, None] / (order_counts[:, None] + prior_orders)

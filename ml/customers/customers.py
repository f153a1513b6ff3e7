"""Customers as columns, the input of training and scoring."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Customers:
    """Features and values of customers at one date.

    Attributes
    ----------
    numbers : dict of feature to (customers,) arrays, NaN where unknown
        In the order that scoring uses.
    categories : dict of column to (customers,) arrays of str or None
    values : (customers,) array
        clv_amount until the date, or net sales after it, in the currency of the file.
    """

    numbers: dict[str, np.ndarray]
    categories: dict[str, np.ndarray]
    values: np.ndarray

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.values)

    @property
    def matrices(self) -> tuple[np.ndarray, np.ndarray]:
        """Return numbers and categories as (customers, features) arrays."""
        return (
            np.column_stack([*self.numbers.values()]),
            np.column_stack([*self.categories.values()]),
        )

    def take(self, places: np.ndarray) -> "Customers":
        """Return the customers at these positions, or where a mask is true."""
        return Customers(
            {name: column[places] for name, column in self.numbers.items()},
            {name: column[places] for name, column in self.categories.items()},
            self.values[places],
        )

    def first(self, limit: int) -> "Customers":
        """Return a sample of at most `limit` customers, the same one at each call."""
        chosen = np.random.default_rng(0).permutation(len(self))[:limit]
        return self.take(np.sort(chosen))

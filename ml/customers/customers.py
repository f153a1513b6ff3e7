"""The input of training and scoring: one array for each column of the customers."""

from dataclasses import dataclass

import numpy as np


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
        """Return at most `limit` customers, the same customers at each call."""
        chosen = np.random.default_rng(0).permutation(len(self))[:limit]
        return self.take(np.sort(chosen))

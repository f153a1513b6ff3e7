"""Counted purchase histories, the input of the purchase models."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Histories:
    """Purchase histories, and how many customers share each.

    Attributes
    ----------
    repeats : (cells,) array
        Days with a purchase after the first one, x.
    last : (cells,) array
        Weeks from the first purchase to the last, t_x.
    age : (cells,) array
        Weeks from the first purchase to the last known day, T.
    customers : (cells,) array
        Number of customers with these three values.
    """

    repeats: np.ndarray
    last: np.ndarray
    age: np.ndarray
    customers: np.ndarray

    @property
    def total(self) -> float:
        """Return the number of customers."""
        return float(self.customers.sum())

    @cached_property
    def by_repeats(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return distinct x, the customers of each, and the index of each cell in x."""
        repeats, kind = np.unique(self.repeats, return_inverse=True)
        return repeats, np.bincount(kind, self.customers), kind

    @cached_property
    def by_age(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return distinct T, the customers of each T, and the sum of their x."""
        age, kind = np.unique(self.age, return_inverse=True)
        repeats = np.bincount(kind, self.customers * self.repeats)
        return age, np.bincount(kind, self.customers), repeats

    def sampled(self, customers: int) -> "Histories":
        """Return about `customers` of the customers, at regular intervals."""
        taken = np.floor(np.cumsum(self.customers) * (customers / self.total))
        kept = np.diff(taken, prepend=0)
        some = kept > 0
        return Histories(
            self.repeats[some], self.last[some], self.age[some], kept[some]
        )

"""Purchase histories, counted: all that the models of purchases look at."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Histories:
    """How many customers have the same history.

    Attributes
    ----------
    repeats : (cells,) array
        Days with a purchase after the first one, x.
    last : (cells,) array
        Weeks from the first purchase to the last, t_x.
    age : (cells,) array
        Weeks from the first purchase to the end of what is known, T.
    customers : (cells,) array
        How many customers share these three.
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
        """Return each x once, and what belongs to it.

        Returns
        -------
        repeats : (kinds,) array
        customers : (kinds,) array
        kind : (cells,) array of int
            Where each cell finds its own.
        """
        repeats, kind = np.unique(self.repeats, return_inverse=True)
        return repeats, np.bincount(kind, self.customers), kind

    @cached_property
    def by_age(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return each T once, and what belongs to it.

        Returns
        -------
        age : (ages,) array
        customers : (ages,) array
        repeats : (ages,) array
            Of all these customers together.
        """
        age, kind = np.unique(self.age, return_inverse=True)
        repeats = np.bincount(kind, self.customers * self.repeats)
        return age, np.bincount(kind, self.customers), repeats

    def sampled(self, customers: int) -> "Histories":
        """Return about so many customers, taken at regular distances."""
        taken = np.floor(np.cumsum(self.customers) * (customers / self.total))
        kept = np.diff(taken, prepend=0)
        some = kept > 0
        return Histories(
            self.repeats[some], self.last[some], self.age[some], kept[some]
        )

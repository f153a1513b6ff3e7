"""Purchase histories, counted: all that the models of purchases look at."""

from dataclasses import dataclass

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

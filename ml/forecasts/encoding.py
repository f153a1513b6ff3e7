"""Turn numbers and categories into the matrix that trees split."""

from dataclasses import dataclass

import numpy as np

from ml.purchases.fitting import FitError


@dataclass(frozen=True)
class Encoding:
    """The columns of the matrix, and the values of each category in order.

    Attributes
    ----------
    number_names, category_names : tuple of str
        Columns of the matrix, in this order.
    category_values : list of lists of str
        Values of each category, ordered by mean outcome in training, so that one split
        divides them well (Fisher 1958, "On Grouping for Maximum Homogeneity").
    """

    number_names: tuple[str, ...]
    category_names: tuple[str, ...]
    category_values: list[list[str]]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns of the matrix."""
        return self.number_names + self.category_names

    def encode(self, columns: dict[str, np.ndarray]) -> np.ndarray:
        """Return a matrix of the inputs; unknown and unseen values are NaN.

        `columns` maps the names of inputs to (rows,) arrays, NaN or None where unknown.
        It may have inputs that the encoding lacks.
        """
        numbers = [columns[name].astype(float) for name in self.number_names]
        codes = [
            number_values(columns[name], values)
            for name, values in zip(
                self.category_names, self.category_values, strict=True
            )
        ]
        return np.column_stack(numbers + codes)


def number_values(column: np.ndarray, values: list[str]) -> np.ndarray:
    """Return the position of each value in `values`; NaN for other values."""
    codes = np.full(len(column), np.nan)
    for code, value in enumerate(values):
        codes[column == value] = code
    return codes


def fit_encoding(
    numbers: dict[str, np.ndarray],
    categories: dict[str, np.ndarray],
    outcome: np.ndarray,
) -> Encoding:
    """Fit the encoding to the inputs that vary. The outcome orders the categories.

    Inputs and outcome are (rows,) arrays.

    Raises
    ------
    FitError
        No input varies.
    """
    varying = [
        name
        for name, column in numbers.items()
        if len(np.unique(column[~np.isnan(column)])) > 1
    ]
    values = {
        name: order_values(column, outcome) for name, column in categories.items()
    }
    kept = {name: known for name, known in values.items() if len(known) > 1}
    if not varying and not kept:
        raise FitError("all customers are alike, so nothing tells who will buy")
    return Encoding(tuple(varying), tuple(kept), [*kept.values()])


def order_values(column: np.ndarray, outcome: np.ndarray) -> list[str]:
    """Return the known values of a category, ordered by their mean outcome."""
    known = sorted({value for value in column if value is not None})
    return sorted(known, key=lambda value: outcome[column == value].mean())

"""Turn features into the inputs of the encoder."""

from dataclasses import dataclass, field, replace

import numpy as np

# Inputs are clipped at three standard deviations from the mean.
CLIP = 3.0
# The smallest scale. Without it, standardising would give a rate that few customers
# have (returns, cancellations) as much weight as other features.
SMALLEST_SCALE = 0.2
# The weight of a one-hot column. A column of weight 1 would outweigh behaviour.
CATEGORY_WEIGHT = 0.25
# If the correlation of two features is higher, the second one repeats the first.
SAME_CORRELATION = 0.99


def signed_log(values: np.ndarray) -> np.ndarray:
    """Return sign(x) * ln(1 + |x|): it shrinks large amounts; losses stay negative."""
    return np.sign(values) * np.log1p(np.abs(values))


@dataclass(frozen=True)
class Preparation:
    """Fitted parameters of the inputs.

    Attributes
    ----------
    fill_values, centers, scales : (features,) arrays
        Median of the raw values; mean after the signed logarithm; standard deviation of
        the deviations from it after they are multiplied by their credibility, at least
        0.2 before that. A feature of scale 0 has no weight: it is absent, constant or
        repeats another.
    category_values : list of lists of str
        Known values of each categorical feature, sorted.
    repeats : dict of int to int
        The position of each feature that nearly equals an earlier feature, mapped to
        the position of the earlier feature.
    """

    fill_values: np.ndarray
    centers: np.ndarray
    scales: np.ndarray
    category_values: list[list[str]]
    repeats: dict[int, int] = field(default_factory=dict)

    def transform(
        self,
        numbers: np.ndarray,
        categories: np.ndarray,
        credibility: np.ndarray | float = 1.0,
    ) -> np.ndarray:
        """Return inputs of shape (customers, features + known categories).

        The arguments are those that `Customers.matrices` returns. A deviation from the
        mean is multiplied by its credibility: an average of few orders moves towards
        that of all customers.
        """
        filled = np.where(np.isnan(numbers), self.fill_values, numbers)
        safe_scales = np.where(self.scales > 0, self.scales, 1.0)
        scaled = (signed_log(filled) - self.centers) * credibility / safe_scales
        scaled = np.clip(scaled, -CLIP, CLIP) * (self.scales > 0)
        return np.hstack([scaled, self.encode(categories)])

    def encode(self, categories: np.ndarray) -> np.ndarray:
        """Return weighted one-hot columns; for an unseen value, all are zero."""
        columns = [
            (categories[:, position] == value) * CATEGORY_WEIGHT
            for position, values in enumerate(self.category_values)
            for value in values
        ]
        if not columns:
            return np.zeros((len(categories), 0))
        return np.column_stack(columns).astype(float)


def fit_preparation(
    numbers: np.ndarray,
    categories: np.ndarray,
    credibility: np.ndarray | float = 1.0,
) -> Preparation:
    """Fit fill values, scaling and known categories on training customers."""
    known = np.ma.masked_invalid(numbers)
    fill_values = np.ma.filled(np.ma.median(known, axis=0), 0.0)
    logged = signed_log(np.where(np.isnan(numbers), fill_values, numbers))
    centers = np.round(logged.mean(axis=0), 9)
    spreads = np.round(logged.std(axis=0), 9)
    is_varied = spreads > 1e-6
    # What is left of the spread of each feature.
    kept = ((logged - centers) * credibility).std(axis=0) / np.where(
        is_varied, spreads, 1.0
    )
    scales = np.round(np.maximum(spreads, SMALLEST_SCALE) * kept, 9)
    preparation = Preparation(
        fill_values=fill_values,
        centers=centers,
        scales=np.where(is_varied, scales, 0.0),
        category_values=[
            sorted({value for value in column if value is not None})
            for column in categories.T
        ],
    )
    prepared = preparation.transform(numbers, categories, credibility)
    prepared = prepared[:, : len(fill_values)]
    repeats = find_repeats(prepared)
    scales = preparation.scales.copy()
    scales[list(repeats)] = 0.0
    return replace(preparation, scales=scales, repeats=repeats)


def find_repeats(prepared: np.ndarray) -> dict[int, int]:
    """Map the position of each repeated column to that of the earlier column."""
    centered = prepared - prepared.mean(axis=0)
    lengths = np.sqrt((centered**2).sum(axis=0))
    unit = centered / np.where(lengths > 1e-9, lengths, np.inf)
    # Rounded, because the last digits depend on the processor.
    is_same = np.round(np.abs(unit.T @ unit), 6) > SAME_CORRELATION
    repeats: dict[int, int] = {}
    for later in range(len(is_same)):
        for earlier in range(later):
            if is_same[earlier, later] and earlier not in repeats:
                repeats.setdefault(later, earlier)
    return repeats

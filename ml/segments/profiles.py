"""Compare a segment with all customers, feature by feature."""

from dataclasses import dataclass, field

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.preparation import signed_log
from ml.segments.feature_words import FeatureWords
from ml.segments.segment_facts import (
    divide,
    median_of,
    share_of_profit,
    share_of_returners,
    shares_of_states,
)

# The value of a customer, which is no input of the encoder.
VALUE = "clv_amount"
# Before a factor compares two means, values are capped at this quantile: one very large
# customer would raise the mean of all so far that every other segment looked poor.
VALUE_CAP = 0.99
# A smaller spread comes from rounding: the feature is the same for all customers.
SMALLEST_SPREAD = 1e-6
# The values of a category that stand for unknown.
NO_CATEGORY = frozenset({None, "", "None", "Unknown"})


@dataclass(frozen=True)
class Measure:
    """One feature: a segment compared with all customers.

    Attributes
    ----------
    mean, everybody : float
        The means of the segment and of all customers in the unit of the feature,
        without unknown values. NaN if the feature is unknown.
    factor : float
        The segment's mean divided by the mean of all customers; the top percent of
        `clv_amount` is capped first. 1 if the mean of all is not above 0.
    difference : float
        The segment's mean minus the mean of all customers, both after the signed
        logarithm, in standard deviations of all customers.
    typical, others : float
        The median of the segment, and that of the customers outside it; NaN if all
        customers are in the segment.
    words : FeatureWords
        The words of names and descriptions for the feature.
    """

    mean: float = np.nan
    everybody: float = np.nan
    factor: float = 1.0
    difference: float = 0.0
    typical: float = np.nan
    others: float = np.nan
    words: FeatureWords = FeatureWords()


@dataclass(frozen=True)
class Profile:
    """A segment compared with all customers.

    Attributes
    ----------
    measures : dict of feature to Measure
        Features that are unknown in the segment, or equal for all customers, are
        absent.
    shares : dict of (category column, value) to Measure
        The `mean` is the share of the segment that has the value, and `everybody` that
        of all customers, 0 to 1.
    came_back : float
        The share of the segment that ordered again on a later day, 0 to 1.
    states : dict of lifecycle_state to float
        The share of the segment in each state, 0 to 1; empty if unknown.
    order_count : float
        The median number of purchases; NaN if unknown.
    revenue_share : float
        The segment's share of all past net sales above 0, 0 to 1; NaN if there are
        none.
    profit_rate : float
        Profit divided by net sales, both summed over the segment. Without net sales,
        it is -inf for a loss and otherwise NaN. NaN if unknown.
    """

    measures: dict[str, Measure] = field(default_factory=dict)
    shares: dict[tuple[str, str], Measure] = field(default_factory=dict)
    came_back: float = 1.0
    states: dict[str, float] = field(default_factory=dict)
    order_count: float = np.nan
    revenue_share: float = np.nan
    profit_rate: float = np.nan

    def of(self, feature: str) -> Measure:
        """Return the measure of a feature; a neutral measure if it is unknown."""
        return self.measures.get(feature, Measure())

    def is_typically(self, feature: str, direction: int, least: float = 1.0) -> bool:
        """Return whether the median is above (1) or below (-1) that of other customers.

        A few customers can change the mean of a segment, but not its median. The larger
        median must be more than `least` times the smaller one.
        """
        measure = self.measures.get(feature)
        if measure is None:
            return False
        more, less = (measure.typical, measure.others)[::direction]
        # Without other customers, the answer is always yes.
        return bool(
            np.isnan(measure.others) or more > less * (least if less > 0 else 1)
        )


def profile_segment(
    customers: Customers,
    members: np.ndarray,
    words: dict[str, FeatureWords] | None = None,
) -> Profile:
    """Compare the members, a (customers,) mask, with all customers."""
    words = words or {}
    sales = np.maximum(customers.values, 0.0)
    columns = {VALUE: customers.values, **customers.numbers}
    measures = {
        name: measure(column, members, words.get(name), is_value=name == VALUE)
        for name, column in columns.items()
    }
    return Profile(
        {name: one for name, one in measures.items() if one},
        {
            (name, value): Measure(
                float((column == value)[members].mean()),
                float((column == value).mean()),
                words=words.get(name, FeatureWords()),
            )
            for name, column in customers.categories.items()
            for value in sorted(set(column[members]) - NO_CATEGORY)
        },
        share_of_returners(customers.numbers, members),
        shares_of_states(customers.states, members),
        median_of(customers.order_counts, members),
        divide(sales[members].sum(), sales.sum()),
        share_of_profit(customers, members),
    )


def measure(column, members, words, is_value: bool) -> Measure | None:
    """Compare a feature of the members; None if unknown or equal for all customers."""
    known = ~np.isnan(column)
    inside, everybody = column[members & known], column[known]
    others = column[~members & known]
    if not len(inside):
        return None
    logged = signed_log(everybody)
    spread = logged.std()
    if spread <= SMALLEST_SPREAD:
        return None
    cap = np.quantile(everybody, VALUE_CAP if is_value else 1.0, method="lower")
    base = np.minimum(everybody, cap).mean()
    # If nearly all values are 0, the cap is 0, so no cap is used.
    if base <= 1e-9:
        cap, base = np.inf, everybody.mean()
    return Measure(
        mean=float(inside.mean()),
        everybody=float(everybody.mean()),
        factor=float(np.minimum(inside, cap).mean() / base) if base > 1e-9 else 1.0,
        difference=float((signed_log(inside).mean() - logged.mean()) / spread),
        typical=float(np.median(inside)),
        others=float(np.median(others)) if len(others) else np.nan,
        words=words or FeatureWords(),
    )


def order_measures(profile: Profile) -> list[tuple[str, float]]:
    """Return the features with their differences, the largest first."""
    differences = {name: one.difference for name, one in profile.measures.items()}
    return sorted(differences.items(), key=lambda item: (-abs(item[1]), item[0]))

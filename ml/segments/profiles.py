"""Compare a segment with all customers, feature by feature."""

from dataclasses import dataclass, field

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.preparation import signed_log
from ml.segments.feature_words import FeatureWords

# The value of a customer, which is no input of the encoder.
VALUE = "clv_amount"
# A factor caps values at this quantile before it averages them: one whale would raise
# everybody's mean so far that every other segment looked poor.
VALUE_CAP = 0.99
# Smaller spreads are rounding: the feature is the same for everybody.
SMALLEST_SPREAD = 1e-6
# If the orders of a customer lie fewer days apart on average, all are of one day, and
# the customer never came back.
DAYS_APART = 1.0
GAPS, ONCE = "average_gap_days", "is_one_time_buyer"
# Values of a category that mean unknown.
NO_CATEGORY = frozenset({None, "", "None", "Unknown"})


@dataclass(frozen=True)
class Measure:
    """One feature of a segment beside the same feature of everybody.

    Attributes
    ----------
    mean, everybody : float
        Means of the segment and of everybody in the unit of the feature, without
        unknown values. NaN where the feature is unknown.
    factor : float
        The segment's mean divided by everybody's; of `clv_amount`, with the top percent
        capped. 1 where everybody's mean is not above 0.
    difference : float
        The segment's mean minus everybody's, both after the signed logarithm, in
        standard deviations of everybody.
    typical, others : float
        Median of the segment, and of the customers outside it; NaN without such
        customers.
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
    """A segment beside everybody.

    Attributes
    ----------
    measures : dict of feature to Measure
        Without features that are unknown in the segment, or the same for all customers.
    shares : dict of (category column, value) to Measure
        Shares of the segment and of everybody that have the value, 0 to 1.
    came_back : float
        Share of the segment that ordered again on a later day, 0 to 1.
    """

    measures: dict[str, Measure] = field(default_factory=dict)
    shares: dict[tuple[str, str], Measure] = field(default_factory=dict)
    came_back: float = 1.0

    def of(self, feature: str) -> Measure:
        """Return the measure of a feature; if unknown, with factor 1, difference 0."""
        return self.measures.get(feature, Measure())

    def is_typically(self, feature: str, direction: int, least: float = 1.0) -> bool:
        """Return whether the median lies above that of others (1), or below (-1).

        A few customers move the mean of a segment, but not its median. Medians count as
        different from the factor `least` on.
        """
        measure = self.measures.get(feature)
        if measure is None:
            return False
        more, less = (measure.typical, measure.others)[::direction]
        # Without other customers, anything is true.
        return bool(
            np.isnan(measure.others) or more > less * (least if less > 0 else 1)
        )


def profile_segment(
    customers: Customers,
    members: np.ndarray,
    words: dict[str, FeatureWords] | None = None,
) -> Profile:
    """Compare the members, a (customers,) mask, with everybody."""
    words = words or {}
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
    )


def share_of_returners(numbers: dict, members: np.ndarray) -> float:
    """Return the share of the members who came back; 1 where that is unknown."""
    if not members.any():
        return 0.0
    if GAPS in numbers:
        return float((numbers[GAPS][members] >= DAYS_APART).mean())
    if ONCE in numbers:
        return float((numbers[ONCE][members] == 0).mean())
    return 1.0


def measure(column, members, words, is_value: bool) -> Measure | None:
    """Compare a feature of the members; None where unknown or always the same."""
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
    # Where nearly all values are 0, the cap would leave nothing.
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

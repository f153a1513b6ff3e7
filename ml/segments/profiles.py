"""What a segment looks like beside all customers, feature by feature."""

from dataclasses import dataclass, field

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.preparation import signed_log
from ml.segments.feature_words import FeatureWords

# What the value of a customer is called here; it is no input of the encoder.
VALUE = "clv_amount"
# Above this quantile values are capped before they are averaged for a factor: one
# whale would raise everybody's mean so far that every other segment looked poor.
VALUE_CAP = 0.99
# Spreads below this are rounding: the feature is the same for everybody.
SMALLEST_SPREAD = 1e-6
# Orders this many days apart are visits of their own: below, a customer has ordered
# more than once on a day and never come back.
DAYS_APART = 1.0
GAPS, ONCE = "average_gap_days", "is_one_time_buyer"
# What stands for a category that nobody knows.
NO_CATEGORY = frozenset({None, "", "None", "Unknown"})


@dataclass(frozen=True)
class Measure:
    """One feature of a segment beside the same feature of everybody.

    Attributes
    ----------
    mean, everybody : float
        Means in the unit of the feature, of whom it is known.
    factor : float
        The segment's mean per everybody's, of values with the top percent capped.
        1 where everybody's is not above 0: of nothing there is no multiple.
    difference : float
        The segment's mean minus everybody's, both after the signed logarithm, in
        standard deviations of everybody.
    typical, others : float
        Median of the segment, and of all customers who are not in it; NaN where
        nobody is.
    words : FeatureWords
        How names and descriptions speak of the feature.
    """

    mean: float
    everybody: float
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
        Without what is unknown of the segment, or the same for all customers.
    shares : dict of (category column, value) to Measure
        How many of the segment and of everybody have the value, 0 to 1.
    came_back : float
        How many of the segment have ordered again on a later day, 0 to 1.
    """

    measures: dict[str, Measure] = field(default_factory=dict)
    shares: dict[tuple[str, str], Measure] = field(default_factory=dict)
    came_back: float = 1.0

    def factor(self, feature: str) -> float:
        """Return a feature as a multiple of everybody's; 1 where unknown."""
        return self.measures[feature].factor if feature in self.measures else 1.0

    def difference(self, feature: str) -> float:
        """Return a feature's difference in standard deviations; 0 where unknown."""
        return self.measures[feature].difference if feature in self.measures else 0.0

    def is_typically(self, feature: str, direction: int, least: float = 1.0) -> bool:
        """Return whether the median lies above that of others (1), or below (-1).

        A few customers move the mean of a segment, but not its median. `least` is the
        factor between the medians that counts.
        """
        measure = self.measures.get(feature)
        if measure is None:
            return False
        more, less = (measure.typical, measure.others)[::direction]
        # Without other customers, anything is true.
        return bool(
            np.isnan(measure.others) or more > less * (least if less > 0 else 1)
        )

    def mean(self, feature: str) -> float:
        """Return a feature's mean in the segment; NaN where unknown."""
        return self.measures[feature].mean if feature in self.measures else np.nan

    def share(self, category: tuple[str, str]) -> float:
        """Return which part of the segment is of a category, 0 to 1."""
        return self.shares[category].mean if category in self.shares else 0.0


def profile_segment(
    customers: Customers,
    members: np.ndarray,
    words: dict[str, FeatureWords] | None = None,
) -> Profile:
    """Return how the members differ from everybody.

    Parameters
    ----------
    customers : Customers
        With their clv_amount.
    members : (customers,) array of bool
    words : dict of feature to FeatureWords, optional
    """
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
    """Return how many of the members came back; all where the source cannot say."""
    if not members.any():
        return 0.0
    if GAPS in numbers:
        return float((numbers[GAPS][members] >= DAYS_APART).mean())
    if ONCE in numbers:
        return float((numbers[ONCE][members] == 0).mean())
    return 1.0


def measure(column, members, words, is_value: bool) -> Measure | None:
    """Return one feature of the members; None where unknown or always the same."""
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
    # Without it, nothing would be left where nearly all values are 0.
    cap = cap if np.minimum(everybody, cap).mean() > 1e-9 else np.inf
    base = np.minimum(everybody, cap).mean()
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
    """Return a profile's features with their differences, the largest first."""
    differences = {name: one.difference for name, one in profile.measures.items()}
    return sorted(differences.items(), key=lambda item: (-abs(item[1]), item[0]))

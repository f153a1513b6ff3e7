"""Find words for features and categories that are true of a segment."""

import numpy as np

from ml.segments.profiles import ONCE, Measure, Profile

# The smallest difference from everybody's mean that people notice: a tenth of that mean
# and, of rates, two percentage points.
NOTICEABLE = 0.1
NOTICEABLE_RATE = 0.02
# Words are true from this difference on, in standard deviations.
TRUE_FROM = 0.1
# The share of one-time buyers from which a segment is called so.
NEARLY_ALL = 0.9
# The share of customers who came back from which the typical one did.
TYPICAL = 0.5
MAJORITY = 0.5
# A name mentions a category whose share exceeds everybody's by so much.
LARGER_SHARE = 0.1
# A longer value of a category would not fit the heading of a table.
LONGEST_VALUE = 30


def is_noticeable(profile: Profile, feature: str) -> bool:
    """Return whether a segment's mean is known and differs from everybody's."""
    measure = profile.of(feature)
    if measure.words.needs_two_orders and not has_pace(profile):
        return False
    apart = abs(measure.mean - measure.everybody)
    least = NOTICEABLE_RATE if measure.words.unit == "rate" else 0.0
    return apart > max(NOTICEABLE * abs(measure.everybody), least)


def has_pace(profile: Profile) -> bool:
    """Return whether the typical customer came back: only then is a pace known."""
    return profile.came_back >= TYPICAL and not bought_once(profile)


def bought_once(profile: Profile) -> bool:
    """Return whether nearly all customers of a segment ordered only once."""
    return profile.of(ONCE).mean >= NEARLY_ALL


def true_words(profile: Profile) -> list[tuple[str, str, int]]:
    """Return words that are true of a segment beside everybody.

    Returns
    -------
    list of (words, feature, direction)
        The direction is 1 for more than everybody, -1 for less.
    """
    said = []
    for feature, measure in profile.measures.items():
        words, difference = measure.words, measure.difference
        if not is_noticeable(profile, feature):
            continue
        if difference <= -TRUE_FROM and measure.mean <= words.low_until:
            said.append((words.low_words, feature, -1))
        if difference >= TRUE_FROM and measure.mean >= words.high_from:
            said.append((words.high_words, feature, 1))
    return [one for one in said if one[0] and is_true_of_most(profile, *one[1:])]


def is_true_of_most(profile: Profile, feature: str, direction: int) -> bool:
    """Return whether the direction of the mean is that of the typical customer.

    The median of a rate is often 0, so a rate only must not have the other direction.
    """
    if feature == ONCE and direction < 0 and profile.came_back < NEARLY_ALL:
        return False
    measure = profile.measures[feature]
    if measure.words.unit in ("rate", "flag"):
        return np.isnan(measure.typical) or not profile.is_typically(
            feature, -direction
        )
    return profile.is_typically(feature, direction)


def true_categories(profile: Profile) -> list[tuple[str, tuple[str, str], Measure]]:
    """Return the categories that most of a segment has, and fewer of all customers.

    Each is a tuple of its words, its column and value, and its share.
    """
    return [
        (say_category(*category, share.words.phrase), category, share)
        for category, share in profile.shares.items()
        if share.mean > MAJORITY and share.mean >= share.everybody + LARGER_SHARE
        if len(category[1]) <= LONGEST_VALUE
    ]


def say_category(column: str, value: str, phrase: str) -> str:
    """Return a category in words, such as mostly Europe, mostly paying by transfer."""
    # Payment types are in capitals.
    value = value.lower() if column == "payment_type" else value
    return (phrase or "mostly {}").format(value)

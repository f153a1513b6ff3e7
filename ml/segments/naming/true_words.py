"""Find words for features and categories that are true of a segment."""

import numpy as np

from ml.segments.naming.lifecycles import MAJORITY, is_away
from ml.segments.profiles import Measure, Profile
from ml.segments.segment_facts import ONCE

# People notice a difference between two means if it is more than a tenth of the mean of
# all customers. For rates, it must also be more than two percentage points.
NOTICEABLE = 0.1
NOTICEABLE_RATE = 0.02
# Words are true only if the difference from all customers is at least this, in standard
# deviations.
TRUE_FROM = 0.1
# If this share of a segment or more bought once, it is called one-time buyers.
NEARLY_ALL = 0.9
# The typical customer of a segment came back if at least this share came back.
TYPICAL = 0.5
# The gaps of a customer vary only if there are several of them.
VARIATION, FEWEST_TO_VARY = "gap_variation", 4
# A name mentions a category only if its share exceeds that among all customers by this.
LARGER_SHARE = 0.1
# A value of a category with more characters would not fit the heading of a table.
LONGEST_VALUE = 30


def is_noticeable(profile: Profile, feature: str) -> bool:
    """Return whether a segment's mean is known and differs from that of all."""
    measure = profile.of(feature)
    if measure.words.needs_two_orders and not has_pace(profile):
        return False
    if feature == VARIATION and profile.order_count < FEWEST_TO_VARY:
        return False
    apart = abs(measure.mean - measure.everybody)
    least = NOTICEABLE_RATE if measure.words.unit == "rate" else 0.0
    return apart > max(NOTICEABLE * abs(measure.everybody), least)


def has_pace(profile: Profile) -> bool:
    """Return whether the typical customer came back, so that a frequency is known."""
    return profile.came_back >= TYPICAL and not bought_once(profile)


def bought_once(profile: Profile) -> bool:
    """Return whether nearly all customers of a segment ordered only once."""
    return profile.of(ONCE).mean >= NEARLY_ALL


def true_words(profile: Profile) -> list[tuple[str, str, int]]:
    """Return words that are true of a segment, compared with all customers.

    Returns
    -------
    list of (words, feature, direction)
        The direction is 1 if the segment's mean is above that of all customers, else
        -1.
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
    """Return whether the median differs from that of others as the mean does.

    The medians of a rate are often both 0. Therefore the median of a rate only must not
    differ in the opposite direction.
    """
    if feature == ONCE and direction < 0 and profile.came_back < NEARLY_ALL:
        return False
    # Customers who stay away may have bought later than others who stay away.
    if feature == "recency_days" and direction < 0 and is_away(profile):
        return False
    measure = profile.measures[feature]
    if measure.words.unit in ("rate", "flag"):
        return np.isnan(measure.typical) or not profile.is_typically(
            feature, -direction
        )
    return profile.is_typically(feature, direction)


def true_categories(profile: Profile) -> list[tuple[str, tuple[str, str], Measure]]:
    """Return the categories that are typical of a segment.

    Most of the segment has such a category, and a smaller share of all customers. The
    result has a tuple for each: its words, its column and value, and its shares.
    """
    return [
        (say_category(*category, share.words.phrase), category, share)
        for category, share in profile.shares.items()
        if share.mean > MAJORITY and share.mean >= share.everybody + LARGER_SHARE
        if len(category[1]) <= LONGEST_VALUE
    ]


def say_category(column: str, value: str, phrase: str) -> str:
    """Return a category in words, such as "mostly Europe"."""
    # Payment types are in capitals in the data.
    value = value.lower() if column == "payment_type" else value
    return (phrase or "mostly {}").format(value)

"""The words for a segment's features: what is said, and when it is true."""

from dataclasses import dataclass

import numpy as np

from ml.segments.profiles import ONCE, VALUE, Profile

# A difference from everybody that nobody would notice has no words: a tenth of
# everybody's mean and, of shares, two of a hundred.
NOTICEABLE = 0.1
NOTICEABLE_SHARE = 0.02
# ... and at least this many standard deviations, in the direction of the word.
TRUE_FROM = 0.1
# The share of one-time buyers from which all are called so.
NEARLY_ALL = 0.9
# The share of customers who came back from which the typical one did.
TYPICAL = 0.5
# Of whoever never came back, these say how long ago that was, not how often.
NEED_TWO_ORDERS = ("orders_per_month", "average_gap_days", "gap_variation")
# What a marketing lead has to know of a segment, however else it differs.
GRAVE = ("sold at a loss", "often returning", "often cancelling")


@dataclass(frozen=True)
class Trait:
    """Words for a feature that is lower or higher than everybody's.

    Attributes
    ----------
    feature : str
    low, high : str
        Qualifiers of a name; empty where there is none.
    low_until, high_from : float
        Means beyond which the words are not true whatever others do, in the
        unit of the feature.
    """

    feature: str
    low: str
    high: str
    low_until: float = float("inf")
    high_from: float = float("-inf")


TRAITS = (
    Trait("margin_rate", "low-margin", "high-margin"),
    Trait("loss_order_rate", "", "sold at a loss", high_from=0.5),
    Trait("return_rate", "", "often returning", high_from=0.1),
    Trait("cancellation_rate", "", "often cancelling", high_from=0.1),
    Trait("recency_days", "recent", "lapsed"),
    Trait(ONCE, "bought again", "bought once", 0.1, NEARLY_ALL),
    Trait("average_order_amount", "small baskets", "big baskets"),
    Trait("lines_per_order", "few items per order", "many items per order"),
    Trait("average_unit_price", "low-priced items", "high-priced items"),
    Trait("units_per_line", "buying single units", "buying in quantity", 1.5, 2),
    Trait("average_shipping_days", "quickly shipped", "slowly shipped"),
    Trait("fast_order_rate", "standard shipping", "fast shipping", 0.25, 0.5),
    Trait("late_order_rate", "shipped on time", "often shipped late", 0.1, 0.25),
    Trait("weekend_order_rate", "weekday shoppers", "weekend shoppers", 0.2, 0.5),
    Trait("average_discount_rate", "small discounts", "big discounts", 0.05, 0.1),
    Trait("discounted_line_rate", "mostly full price", "mostly on offer", 0.3, 0.5),
    Trait("gap_variation", "steady rhythm", "irregular rhythm", 0.3, 0.6),
    Trait(VALUE, "spending less", "spending more"),
    Trait("orders_per_month", "ordering less often", "ordering more often"),
)

# How a value of a category is said; the value goes where the braces are.
CATEGORY_WORDS = {
    "payment_type": "mostly paying by {}",
    "customer_type": "mostly {}",
    "market": "mostly {}",
}
MAJORITY = 0.5
# How much larger than everybody's a share is before it is worth a name.
LARGER_SHARE = 0.1
# A value longer than this would not fit a table's heading.
LONGEST_VALUE = 30


def is_noticeable(profile: Profile, feature: str) -> bool:
    """Return whether a segment's mean means something and is not everybody's."""
    if feature not in profile.measures:
        return False
    if feature in NEED_TWO_ORDERS and not has_pace(profile):
        return False
    measure = profile.measures[feature]
    apart = abs(measure.mean - measure.everybody)
    least = NOTICEABLE_SHARE if feature.endswith("_rate") else 0.0
    return apart > max(NOTICEABLE * abs(measure.everybody), least)


def has_pace(profile: Profile) -> bool:
    """Return whether the typical customer came back: else nothing is often or rare."""
    return profile.came_back >= TYPICAL and not bought_once(profile)


def bought_once(profile: Profile) -> bool:
    """Return whether nearly all customers of a segment ordered only once."""
    return profile.mean(ONCE) >= NEARLY_ALL


def true_words(profile: Profile) -> list[tuple[str, str, int]]:
    """Return what can be said of a segment beside everybody.

    Returns
    -------
    list of (words, feature, direction)
        The direction is 1 for more than everybody, -1 for less.
    """
    said = []
    for trait in TRAITS:
        feature = trait.feature
        if not is_noticeable(profile, feature):
            continue
        mean, difference = profile.mean(feature), profile.difference(feature)
        if trait.low and difference <= -TRUE_FROM and mean <= trait.low_until:
            said.append((trait.low, feature, -1))
        if trait.high and difference >= TRUE_FROM and mean >= trait.high_from:
            said.append((trait.high, feature, 1))
    return [one for one in said if is_true_of_most(profile, *one)]


def is_true_of_most(profile: Profile, words: str, feature: str, direction: int) -> bool:
    """Return whether words that are true of the mean are of the typical customer, too.

    Of shares, of which the typical one is easily none, it is enough that the typical
    customer is not the other way round.
    """
    if words == "bought again" and profile.came_back < NEARLY_ALL:
        return False
    if feature == ONCE or feature.endswith("_rate"):
        typical = profile.measures[feature].typical
        return np.isnan(typical) or not profile.is_typically(feature, -direction)
    return profile.is_typically(feature, direction)


def true_categories(profile: Profile) -> list[tuple[str, tuple[str, str]]]:
    """Return words and category of what most of a segment and fewer others are."""
    return [
        (say_category(*category), category)
        for category, share in profile.shares.items()
        if share.mean > MAJORITY and share.mean >= share.everybody + LARGER_SHARE
        if len(category[1]) <= LONGEST_VALUE
    ]


def say_category(column: str, value: str) -> str:
    """Return a category as words: mostly Europe, mostly paying by transfer."""
    # Payment types come in capitals, which are no abbreviations.
    value = value.lower() if column == "payment_type" else value
    return CATEGORY_WORDS.get(column, "mostly {}").format(value)

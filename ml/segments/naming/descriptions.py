"""One sentence in figures about a segment."""

import math

from ml.segments.naming.traits import bought_once, has_pace, is_noticeable
from ml.segments.profiles import ONCE, VALUE, Profile, order_measures

# How many features are told beside value and frequency, and from which difference
# in standard deviations on.
FEATURES_TOLD = 3
WORTH_TELLING = 0.25

# How a mean is said, by what is being said. Of features that say nearly the same
# only the one that differs most is told.
PHRASES = {
    "recency_days": ("recency", "last order {} days ago"),
    "average_order_amount": ("basket", "baskets of {}"),
    "average_unit_price": ("price", "{} per unit"),
    "units_per_line": ("units", "{} units per item"),
    "lines_per_order": ("items", "{} items per order"),
    "margin_rate": ("margin", "margin {}"),
    "loss_order_rate": ("margin", "{} of orders at a loss"),
    "average_discount_rate": ("discount", "discount {}"),
    "discounted_line_rate": ("discount", "{} of items on offer"),
    "return_rate": ("returns", "{} of orders returned"),
    "cancellation_rate": ("cancellations", "{} of orders cancelled"),
    "fast_order_rate": ("shipping", "{} of orders by fast shipping"),
    "average_shipping_days": ("shipping", "shipped in {} days"),
    "late_order_rate": ("delay", "{} of orders shipped late"),
    "weekend_order_rate": ("weekend", "{} of orders on weekends"),
    "average_gap_days": ("gaps", "{} days between orders"),
}
# The same for features of a signal, by how they end: only the events know what it is.
SIGNAL_PHRASES = {
    "_count_90d": "{signal} {{}} times in 90 days",
    "_recency_days": "last {signal} {{}} days ago",
    "_mean_value_365d": "{signal} value {{}}",
}


def describe_all(profiles: list[Profile]) -> list[str]:
    """Return a sentence for each segment; of a single one there is nothing to say."""
    if len(profiles) == 1:
        return ["Everybody with a purchase: there is no other segment to compare with."]
    return [describe(profile) for profile in profiles]


def describe(profile: Profile) -> str:
    """Return one sentence that says how the segment differs, in figures.

    Features that are unknown, or the same for everybody, are not mentioned.
    """
    first = ", ".join(part for part in (say_worth(profile), say_pace(profile)) if part)
    told = tell_features(profile)
    if not first and not told:
        return "In no known figure different from all customers."
    sentence = ": ".join(part for part in (first, "; ".join(told)) if part)
    return f"{sentence[0].upper()}{sentence[1:]}."


def say_worth(profile: Profile) -> str:
    """Return what a customer is worth beside the average one."""
    factor = divide(profile, VALUE)
    if factor is None:
        return ""
    if factor <= 0:
        return "worth nothing after returns"
    if is_about_average(factor):
        return "worth about as much as the average customer"
    times = f"{factor:.1f} times" if factor > 1 else f"{say_share(factor)} of"
    return f"worth {times} the average customer"


def say_pace(profile: Profile) -> str:
    """Return how often a customer orders beside the average one; nothing of no pace."""
    if bought_once(profile):
        once = profile.mean(ONCE)
        # Nearly all is not all.
        return (
            f"{'all' if once == 1 else f'{math.floor(once * 100)}%'} bought only once"
        )
    factor = divide(profile, "orders_per_month")
    if factor is None or not has_pace(profile):
        return ""
    if is_about_average(factor):
        return "ordering about as often"
    times = f"{factor:.1f} times" if factor > 1 else say_share(max(factor, 0))
    return f"ordering {times} as often"


def divide(profile: Profile, feature: str) -> float | None:
    """Return a mean per everybody's; None where unknown or without a multiple."""
    measure = profile.measures.get(feature)
    if not measure or measure.everybody <= 0:
        return None
    return measure.mean / measure.everybody


def is_about_average(factor: float) -> bool:
    """Return whether people would not tell the factor from 1."""
    return 0.95 <= factor <= 1.05


def tell_features(profile: Profile) -> list[str]:
    """Return what differs most, beside the average of all customers."""
    told: dict[str, str] = {}
    for feature, difference in order_measures(profile):
        if len(told) == FEATURES_TOLD:
            break
        topic, phrase = find_phrase(feature)
        if not phrase or not is_noticeable(profile, feature):
            continue
        if abs(difference) >= WORTH_TELLING:
            told.setdefault(topic, say_beside(feature, phrase, profile))
    return [*told.values()]


def find_phrase(feature: str) -> tuple[str, str]:
    """Return topic and phrase of a feature; empty ones where nothing is said of it."""
    for ending, phrase in SIGNAL_PHRASES.items():
        signal = feature.removesuffix(ending)
        if signal != feature:
            return signal, phrase.format(signal=signal.replace("_", " "))
    return PHRASES.get(feature, ("", ""))


def say_beside(feature: str, phrase: str, profile: Profile) -> str:
    """Return a mean in words, and everybody's in brackets."""
    measure = profile.measures[feature]
    say = say_share if feature.endswith("_rate") else say_number
    return f"{phrase.format(say(measure.mean))} (average {say(measure.everybody)})"


def say_share(share: float) -> str:
    """Return a ratio as a percentage; a little is not nothing."""
    if 0 < share < 0.01:
        return "under 1%"
    return f"{share:.0%}".replace("-", "\N{MINUS SIGN}")


def say_number(number: float) -> str:
    """Return a number: whole from ten on, with one decimal below."""
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:.1f}"

"""Name segments by how each differs from all customers."""

from collections.abc import Iterator
from itertools import count

from ml.segments.naming.actions import find_base
from ml.segments.naming.qualifiers import list_qualifiers
from ml.segments.naming.true_words import (
    NOTICEABLE_RATE,
    TYPICAL,
    bought_once,
    has_pace,
    is_noticeable,
)
from ml.segments.profiles import VALUE, Profile

# A segment's mean counts as high or low if it is so many times that of all customers.
HIGH, LOW = 1.25, 0.75
# Limits of the same kind for frequency. They lie closer to 1: a frequency is neutral
# only if people would read it as "about the average".
MORE_OFTEN, LESS_OFTEN = 1.05, 0.95
# The name of a single segment.
EVERYBODY = "All customers"


def name_segments(profiles: list[Profile], kept: list[str] | None = None) -> list[str]:
    """Return a different name for each segment, in the order of the profiles.

    `kept` are the names that segments already have, "" for a segment without one.
    """
    if len(profiles) == 1:
        return [EVERYBODY]
    names = [
        name if is_possible(name, profile) else ""
        for name, profile in zip(kept or [""] * len(profiles), profiles, strict=True)
    ]
    bases = [
        find_base(name) if name else base_name(profile)
        for profile, name in zip(profiles, names, strict=True)
    ]
    for position, (profile, base) in enumerate(zip(profiles, bases, strict=True)):
        if not names[position]:
            others = [
                profiles[other]
                for other, its_base in enumerate(bases)
                if its_base == base and other != position
            ]
            names[position] = next(
                name for name in propose(base, profile, others) if name not in names
            )
    return names


def is_possible(name: str, profile: Profile) -> bool:
    """Return whether one segment of several may keep a name.

    A name stays even if the figures of its segment have changed, with two exceptions.
    One of several segments cannot be named "All customers". A name about frequency does
    not fit customers who never came back.
    """
    base = find_base(name)
    says_pace = base.lower().endswith(("frequent", "occasional"))
    return base != EVERYBODY and not (says_pace and profile.came_back < TYPICAL)


def propose(base: str, profile: Profile, others: list[Profile]) -> Iterator[str]:
    """Yield names for a segment, the best first, without end."""
    if others:
        for qualifier in list_qualifiers(profile, others):
            yield f"{base}, {qualifier}"
    yield base
    for number in count(2):
        yield f"{base} {number}"


def base_name(profile: Profile) -> str:
    """Return the name of a segment without qualifiers."""
    value, frequency = say_value(profile), say_frequency(profile)
    if profile.of(VALUE).factor < HIGH and is_price_sensitive(profile):
        return "Price-sensitive"
    if value == "Low-spending" and is_away(profile, frequency):
        return "Low-engagement"
    words = f"{value} {frequency}".strip()
    return words[:1].upper() + words[1:] if words else "Average"


def is_away(profile: Profile, frequency: str) -> bool:
    """Return whether customers stay away: they order rarely, or ordered long ago."""
    if profile.of("recency_days").factor <= LOW:
        return False
    if frequency == "occasional":
        return True
    is_longer = is_noticeable(profile, "recency_days") and profile.is_typically(
        "recency_days", 1
    )
    return is_longer and profile.of("orders_per_month").factor < LESS_OFTEN


def is_price_sensitive(profile: Profile) -> bool:
    """Return whether a segment pays a visibly smaller part of the price."""
    discount = profile.of("average_discount_rate")
    # Three times a discount of nearly nothing is still nearly nothing.
    return (
        discount.factor >= HIGH
        and discount.mean > NOTICEABLE_RATE
        and profile.is_typically("average_discount_rate", 1)
    )


def say_value(profile: Profile) -> str:
    """Return in words how much a segment spends; "" if unknown or a loss for all."""
    value = profile.of(VALUE)
    if not value.everybody > 0:
        return ""
    if value.factor >= HIGH:
        # The mean may be high only because a few customers spend much.
        is_typical = profile.is_typically(VALUE, 1)
        return "High-value" if is_typical else "Mixed-spending"
    # A few customers can raise the mean of all, so the typical spend must be low, too.
    is_low = value.factor <= LOW and profile.is_typically(VALUE, -1)
    return "Low-spending" if is_low else "Mid-spending"


def say_frequency(profile: Profile) -> str:
    """Return in words how often a segment orders; "" if as often as all customers."""
    if bought_once(profile):
        return "one-time buyers"
    # For customers with one order, orders per month show only how long ago it was.
    if not has_pace(profile):
        return ""
    pace = "orders_per_month"
    factor = profile.of(pace).factor
    if factor > MORE_OFTEN and profile.is_typically(pace, 1, MORE_OFTEN):
        return "frequent"
    is_less = factor < LESS_OFTEN and profile.is_typically(pace, -1, MORE_OFTEN)
    return "occasional" if is_less else ""

"""Names for segments, from how each differs from all customers."""

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

# How far a segment's mean lies from everybody's, as a factor, before it counts
# as high or low.
HIGH = 1.25
LOW = 0.75
# Frequency splits customers in two, so it is neutral only where a factor is read
# as "about the average".
MORE_OFTEN = 1.05
LESS_OFTEN = 0.95
# What the one segment of customers whom nothing divides is called.
EVERYBODY = "All customers"


def name_segments(profiles: list[Profile], kept: list[str] | None = None) -> list[str]:
    """Return one name per segment, all different, in the order given.

    Parameters
    ----------
    profiles : list of Profile
    kept : list of str, optional
        Names that segments already have and keep; empty where one needs a name.
    """
    if len(profiles) == 1:
        return [EVERYBODY]
    kept = [
        name if is_possible(name, profile) else ""
        for name, profile in zip(kept or [""] * len(profiles), profiles, strict=True)
    ]
    bases = [
        find_base(name) if name else base_name(profile)
        for profile, name in zip(profiles, kept, strict=True)
    ]
    names = list(kept)
    for position, profile in enumerate(profiles):
        if not names[position]:
            base = bases[position]
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

    Whether the figures are still those of its first day does not matter, but nobody is
    all customers, and who never came back orders neither often nor rarely.
    """
    base = find_base(name)
    says_pace = base.lower().endswith(("frequent", "occasional"))
    return base != EVERYBODY and not (says_pace and profile.came_back < TYPICAL)


def propose(base: str, profile: Profile, others: list[Profile]) -> Iterator[str]:
    """Yield names for a segment without end, the best first."""
    if others:
        for qualifier in list_qualifiers(profile, others):
            yield f"{base}, {qualifier}"
    yield base
    for number in count(2):
        yield f"{base} {number}"


def base_name(profile: Profile) -> str:
    """Return the name of a profile; every combination of features has one."""
    value, frequency = say_value(profile), say_frequency(profile)
    if profile.factor(VALUE) < HIGH and is_price_sensitive(profile):
        return "Price-sensitive"
    if value == "Low-spending" and is_away(profile, frequency):
        return "Low-engagement"
    words = f"{value} {frequency}".strip()
    return words[:1].upper() + words[1:] if words else "Average"


def is_away(profile: Profile, frequency: str) -> bool:
    """Return whether customers order rarely, or did so long ago, and not recently."""
    if profile.factor("recency_days") <= LOW:
        return False
    if frequency == "occasional":
        return True
    is_longer = is_noticeable(profile, "recency_days") and profile.is_typically(
        "recency_days", 1
    )
    return is_longer and profile.factor("orders_per_month") < LESS_OFTEN


def is_price_sensitive(profile: Profile) -> bool:
    """Return whether a segment pays a visibly smaller part of the price."""
    discount = profile.mean("average_discount_rate")
    # Three times next to nothing is still next to nothing.
    return (
        profile.factor("average_discount_rate") >= HIGH
        and discount > NOTICEABLE_RATE
        and profile.is_typically("average_discount_rate", 1)
    )


def say_value(profile: Profile) -> str:
    """Return what a segment spends; nothing where that is unknown, or a loss."""
    if VALUE not in profile.measures or profile.measures[VALUE].everybody <= 0:
        return ""
    factor = profile.factor(VALUE)
    if factor >= HIGH:
        # A few may spend much without the others.
        is_typical = profile.is_typically(VALUE, 1)
        return "High-value" if is_typical else "Mixed-spending"
    # Less than the mean is not little where the mean is that of a few.
    is_low = factor <= LOW and profile.is_typically(VALUE, -1)
    return "Low-spending" if is_low else "Mid-spending"


def say_frequency(profile: Profile) -> str:
    """Return how often a segment orders; nothing where it is as everybody."""
    if bought_once(profile):
        return "one-time buyers"
    # Orders per month of who never came back only say how long ago that was.
    if not has_pace(profile):
        return ""
    pace = "orders_per_month"
    factor = profile.factor(pace)
    if factor > MORE_OFTEN and profile.is_typically(pace, 1, MORE_OFTEN):
        return "frequent"
    is_less = factor < LESS_OFTEN and profile.is_typically(pace, -1, MORE_OFTEN)
    return "occasional" if is_less else ""

"""Names for segments, from how each differs from all customers."""

from collections.abc import Iterator
from itertools import count

from ml.naming.actions import find_base
from ml.naming.qualifiers import list_qualifiers
from ml.naming.traits import NOTICEABLE_SHARE, bought_once
from ml.profiles import VALUE, Profile

# How far a segment's mean lies from everybody's, as a factor, before it counts
# as high or low.
HIGH = 1.25
LOW = 0.75
# Frequency splits customers in two, so it is neutral only where a factor is read
# as "about the average".
MORE_OFTEN = 1.05
LESS_OFTEN = 0.95


def name_segments(profiles: list[Profile], kept: list[str] | None = None) -> list[str]:
    """Return one name per segment, all different, in the order given.

    Parameters
    ----------
    profiles : list of Profile
    kept : list of str, optional
        Names that segments already have and keep; empty where one needs a name.
    """
    kept = kept or [""] * len(profiles)
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
    value, frequency = profile.factor(VALUE), profile.factor("orders_per_month")
    if value < HIGH and is_price_sensitive(profile):
        return "Price-sensitive"
    is_recent = profile.factor("recency_days") <= LOW
    if value <= LOW and frequency < LESS_OFTEN and not is_recent:
        return "Low-engagement"
    words = f"{say_value(profile)} {say_frequency(profile)}".strip()
    return words[:1].upper() + words[1:] if words else "Average"


def is_price_sensitive(profile: Profile) -> bool:
    """Return whether a segment pays a visibly smaller part of the price."""
    discount = profile.mean("average_discount_rate")
    # Three times next to nothing is still next to nothing.
    return (
        profile.factor("average_discount_rate") >= HIGH and discount > NOTICEABLE_SHARE
    )


def say_value(profile: Profile) -> str:
    """Return what a segment spends; nothing where that is unknown."""
    if VALUE not in profile.measures:
        return ""
    factor = profile.factor(VALUE)
    if factor >= HIGH:
        return "High-value"
    return "Low-spending" if factor <= LOW else "Mid-spending"


def say_frequency(profile: Profile) -> str:
    """Return how often a segment orders; nothing where it is as everybody."""
    # Orders per month of who ordered once only say how long ago that was.
    if bought_once(profile):
        return "one-time buyers"
    factor = profile.factor("orders_per_month")
    if factor > MORE_OFTEN:
        return "frequent"
    return "occasional" if factor < LESS_OFTEN else ""

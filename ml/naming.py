"""Words for segments, from how each differs from all customers."""

from dataclasses import dataclass

# How far a segment's mean lies from the population's, as a factor, before it
# counts as high or low.
HIGH = 1.25
LOW = 0.75

ACTIONS = {
    "High-value frequent": "Keep them: early access, service first, no discounts.",
    "High-value occasional": "Bring them back sooner: reminders and bundles.",
    "Mid-spending frequent": "Raise the basket: cross-sell what fits their orders.",
    "Mid-spending occasional": "Raise the frequency: seasonal occasions, reminders.",
    "Price-sensitive": "Offer bundles and clearance; watch the margin.",
    "Low-engagement": "One cheap win-back attempt, then spend elsewhere.",
    "Low-spending frequent": "Raise the basket: minimum-order benefits.",
}


@dataclass(frozen=True)
class Profile:
    """A segment against the population, as factors (1 is the mean).

    Attributes
    ----------
    value : factor of clv_amount
    frequency : factor of orders_per_month
    discount : factor of average_discount_rate
    recency : factor of recency_days; above 1 is longer ago
    """

    value: float
    frequency: float
    discount: float
    recency: float


def name_segments(profiles: list[Profile], kept: list[str] | None = None) -> list[str]:
    """Return one name per segment, all different, in the order given.

    Parameters
    ----------
    profiles : list of Profile
    kept : list of str, optional
        Names that segments already have; empty where one needs a name.
    """
    kept = kept or [""] * len(profiles)
    names: list[str] = [name for name in kept if name]
    given = []
    for profile, name in zip(profiles, kept, strict=True):
        if name:
            given.append(name)
            continue
        name = base_name(profile)
        if name in names and profile.recency >= HIGH:
            name = f"{name}, lapsing"
        number, numbered = 2, name
        while numbered in names:
            numbered = f"{name} {number}"
            number += 1
        names.append(numbered)
        given.append(numbered)
    return given


def base_name(profile: Profile) -> str:
    """Return the name of a profile; every combination of factors has one."""
    is_frequent = profile.frequency >= 1
    if profile.value >= HIGH:
        return f"High-value {'frequent' if is_frequent else 'occasional'}"
    if profile.discount >= HIGH:
        return "Price-sensitive"
    if profile.value <= LOW:
        return "Low-spending frequent" if is_frequent else "Low-engagement"
    return f"Mid-spending {'frequent' if is_frequent else 'occasional'}"


def describe(profile: Profile) -> str:
    """Return one sentence that says how the segment differs, in figures."""
    return (
        f"Worth {compare(profile.value)} the average customer, "
        f"ordering {compare(profile.frequency)} the average frequency "
        f"with {compare(profile.discount)} the average discount; "
        f"the last order is {compare(profile.recency)} the average time ago."
    )


def compare(factor: float) -> str:
    """Return a factor the way people say it: 40 % of, as much as, 2.6 times."""
    if factor < 0.95:
        return f"{max(factor, 0):.0%} of".replace("%", " %")
    return "about" if factor <= 1.05 else f"{factor:.1f} times"


def suggest_action(name: str) -> str:
    """Return what to do with a segment of this name."""
    base = next(base for base in ACTIONS if name.startswith(base))
    return ACTIONS[base]

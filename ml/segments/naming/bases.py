"""The base of a name: what most customers of a segment are, without qualifiers."""

from ml.segments.naming.lifecycles import find_state, is_away
from ml.segments.naming.true_words import TYPICAL, bought_once, has_pace
from ml.segments.naming.warnings import makes_a_loss
from ml.segments.profiles import VALUE, Profile

# A segment's mean counts as high or low if it is so many times that of all customers.
HIGH, LOW = 1.25, 0.75
# Limits of the same kind for frequency. They lie closer to 1: a frequency is neutral
# only if people would read it as "about the average".
MORE_OFTEN, LESS_OFTEN = 1.05, 0.95
# Who bought fewer times has no rhythm (features.customer_lifecycles) and is not
# frequent, however rarely the others buy. Who buys every month is not occasional,
# however often the others buy.
FEWEST_OF_FREQUENT, MONTHLY = 4, 1.0
# A smaller discount is not what customers come for. The catalogue calls it small.
LARGE_DISCOUNT = 0.05
# A name stays if its value or discount is at most so far beyond these limits.
SLACK = 1.2


def find_base(profile: Profile) -> str:
    """Return the name of a segment without qualifiers: the lifecycle comes first."""
    state, value = find_state(profile), say_value(profile)
    if state == "new":
        words = "newcomers" if value == "Mid-spending" else f"{value} newcomers"
    elif is_away(profile):
        if value == "Low-spending":
            return "Low-engagement"
        is_like_all = value in ("", "Mid-spending")
        kind = "one-time buyers" if is_like_all and bought_once(profile) else value
        words = f"{state} {(kind or 'customers').lower()}"
    elif profile.of(VALUE).factor < HIGH and is_price_sensitive(profile):
        return "Price-sensitive"
    else:
        words = f"{value} {say_frequency(profile)}"
    words = words.strip()
    return words[:1].upper() + words[1:] if words else "Average"


def is_possible(base: str, profile: Profile) -> bool:
    """Return whether a segment may keep the base of its former name.

    The base stays even if the figures of the segment have changed a little, so that
    people recognise the segment. It goes if it contradicts them: another state of the
    lifecycle, a value or discount clearly beyond the limits, or a frequency that the
    typical customer does not have.
    """
    said = base.lower()
    if base == "Low-engagement":
        return is_away(profile) and profile.of(VALUE).factor <= 1
    states = {"newcomers": "new", "lapsing": "lapsing", "lapsed": "lapsed"}
    state = next((states[word] for word in states if word in said), "active")
    return (
        state == find_state(profile)
        and may_keep_value(said, profile)
        and may_keep_frequency(said, profile)
    )


def may_keep_value(said: str, profile: Profile) -> bool:
    """Return whether the words of a former name for value are not plainly wrong."""
    value, discount = profile.of(VALUE).factor, profile.of("average_discount_rate")
    if "high-" in said:
        return value >= 1 and makes_a_loss(profile) == ("high-spending" in said)
    if "low-spending" in said:
        return value <= 1
    if "mid-spending" in said:
        return LOW / SLACK <= value <= HIGH * SLACK
    if said == "price-sensitive":
        return value < HIGH * SLACK and discount.mean > LARGE_DISCOUNT / SLACK
    return True


def may_keep_frequency(said: str, profile: Profile) -> bool:
    """Return whether the words of a former name for frequency are not plainly wrong."""
    if said.endswith("frequent"):
        return may_be_frequent(profile)
    if said.endswith("occasional"):
        return may_be_occasional(profile)
    return not said.endswith("one-time buyers") or profile.came_back < TYPICAL


def is_price_sensitive(profile: Profile) -> bool:
    """Return whether a segment pays a visibly smaller part of the price."""
    discount = profile.of("average_discount_rate")
    # Three times a discount of nearly nothing is still nearly nothing.
    return (
        discount.factor >= HIGH
        and discount.mean > LARGE_DISCOUNT
        and profile.is_typically("average_discount_rate", 1)
    )


def say_value(profile: Profile) -> str:
    """Return in words how much a segment spends; "" if unknown or nothing."""
    value = profile.of(VALUE)
    if not value.everybody > 0:
        return ""
    if value.factor >= HIGH:
        # The mean may be high only because a few customers spend much.
        if not profile.is_typically(VALUE, 1):
            return "Mixed-spending"
        # Customers who buy much at a loss are worth nothing.
        return "High-spending" if makes_a_loss(profile) else "High-value"
    # A few customers can raise the mean of all, so the typical spend must be low, too.
    is_low = value.factor <= LOW and profile.is_typically(VALUE, -1)
    return "Low-spending" if is_low else "Mid-spending"


def say_frequency(profile: Profile) -> str:
    """Return in words how often a segment orders; "" if as often as all customers."""
    if bought_once(profile):
        return "one-time buyers"
    pace = "orders_per_month"
    factor = profile.of(pace).factor
    if factor > MORE_OFTEN and profile.is_typically(pace, 1, MORE_OFTEN):
        return "frequent" if may_be_frequent(profile) else ""
    is_less = factor < LESS_OFTEN and profile.is_typically(pace, -1, MORE_OFTEN)
    return "occasional" if is_less and may_be_occasional(profile) else ""


def may_be_frequent(profile: Profile) -> bool:
    """Return whether the typical customer bought often enough to be called frequent."""
    is_few = profile.order_count < FEWEST_OF_FREQUENT
    return has_pace(profile) and not is_few


def may_be_occasional(profile: Profile) -> bool:
    """Return whether the typical customer does not buy every month."""
    # For customers with one order, orders per month show only how long ago it was.
    typical = profile.of("orders_per_month").typical
    return has_pace(profile) and not typical >= MONTHLY

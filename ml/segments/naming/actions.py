"""Recommend an action for a segment, from its name and its figures."""

from ml.segments.naming.lifecycles import is_away
from ml.segments.naming.warnings import makes_a_loss
from ml.segments.profiles import Profile

# One action per base, which is a name without qualifiers.
ACTIONS = {
    "High-value frequent": "Keep them: early access, service first, no discounts.",
    "High-value occasional": "Bring them back sooner: reminders and bundles.",
    "High-value one-time buyers": "Win the second order: follow up after delivery.",
    "High-value": "Keep them: service first, and ask what they still miss.",
    "Mid-spending frequent": "Raise the basket: cross-sell what fits their orders.",
    "Mid-spending occasional": "Raise the frequency: seasonal occasions, reminders.",
    "Mid-spending one-time buyers": "Win the second order: reminders.",
    "Mid-spending": "Raise the basket or the frequency: test which is cheaper.",
    "Mixed-spending frequent": "Keep the rhythm; look after the largest one by one.",
    "Mixed-spending occasional": "Look after the largest one by one; remind the rest.",
    "Mixed-spending one-time buyers": "Win the second order of the largest first.",
    "Mixed-spending": "Look after the largest one by one: the rest spend little.",
    "Price-sensitive": "Offer bundles and clearance; watch the margin.",
    "Low-spending frequent": "Raise the basket: minimum-order benefits.",
    "Low-spending occasional": "Invite them to a second category while they remember.",
    "Low-spending one-time buyers": "Automate a low-cost second-order offer.",
    "Low-spending": "Raise the basket: bundles and minimum-order benefits.",
    "Frequent": "Keep the rhythm: reorder reminders, cross-sell.",
    "Occasional": "Raise the frequency: seasonal occasions, reminders.",
    "One-time buyers": "Win the second order: reminders.",
    "High-value newcomers": "Welcome them in person, and win the second order.",
    "Mixed-spending newcomers": "Welcome them; look after the largest one by one.",
    "Low-spending newcomers": "Welcome them: an automatic series that costs little.",
    "Newcomers": "Welcome them, and win the second order.",
    "Lapsing high-value": "Write or call before they are gone: ask what they miss.",
    "Lapsing mid-spending": "Remind them now, before an offer is needed.",
    "Lapsing mixed-spending": "Call the largest before they are gone; remind the rest.",
    "Lapsing one-time buyers": "Remind them now, before an offer is needed.",
    "Lapsing customers": "Remind them now, before an offer is needed.",
    "Lapsed high-value": "Win them back: a personal offer, and ask why they left.",
    "Lapsed mid-spending": "A short win-back series; stop when nobody answers.",
    "Lapsed mixed-spending": "Win back the largest one by one; one mail to the rest.",
    "Lapsed one-time buyers": "One win-back attempt for the second order.",
    "Lapsed customers": "A short win-back series; stop when nobody answers.",
    "Low-engagement": "One cheap win-back attempt, then spend elsewhere.",
    "All customers": "Treat them alike: there is no other segment.",
    "Average": "Treat them like everybody until something sets them apart.",
}
WHATEVER_ELSE = ACTIONS["Average"]

# A campaign would sell more at a loss, so it has to wait.
AT_A_LOSS = "First find out why these orders lose money: no campaign until then."
ALL_AWAY = (
    "Most of them stay away: remind them, then make an offer to a part and compare."
)
# The share of the revenue from which on a segment is worth more than one attempt.
MUCH_REVENUE = 0.1
IN_STEPS = "Win them back in steps: a reminder first, an offer to those who answer."
# If the margin is thinner, a tenth off the price would sell at a loss.
THIN_MARGIN = 0.1
RAISE_PRICES = "Lower the discounts step by step: the margin is thin."

# The action of a serious qualifier comes before the action of the base.
FIRST = {
    "often returning": "First find out why orders come back.",
    "often cancelling": "First find out why orders are cancelled.",
    "often shipped late": "Fix delivery before promising more.",
}
# The action of another qualifier comes after it, unless most customers are away: then
# they have to come back first. Qualifiers that are not in this list only tell segments
# apart.
ADDITIONS = {
    "low-margin": "Check prices and costs before any discount.",
    "high-margin": "The margin leaves room for an offer.",
    "slowly shipped": "Offer faster shipping.",
    "fast shipping": "Fast shipping is what they pay for: make it the offer.",
    "recent": "Write soon, while the last order is fresh.",
    "buying in quantity": "Offer quantity prices and refills.",
    "big baskets": "Reward large orders, not single items.",
    "small baskets": "Start with a minimum-order benefit.",
    "weekend shoppers": "Send on Fridays.",
    "weekday shoppers": "Send on weekday mornings.",
    "big discounts": "Lower the discount step by step.",
    "mostly on offer": "Lower the discount step by step.",
    "mostly full price": "Spare the discount.",
}
# Additions that would contradict or repeat the action of a base.
MARGINS = {"high-margin", "low-margin"}
CONTRADICTIONS = {
    "High-value": MARGINS,
    "Price-sensitive": MARGINS | {"big discounts", "mostly on offer"},
}


def suggest_action(name: str, profile: Profile) -> str:
    """Return the recommended action for a segment of this name and profile."""
    base, *qualifiers = name.split(", ")
    if makes_a_loss(profile):
        return AT_A_LOSS
    silent = next(
        (words for start, words in CONTRADICTIONS.items() if base.startswith(start)), ()
    )
    first = [FIRST[one] for one in qualifiers if one in FIRST]
    added = [
        ADDITIONS[one]
        for one in qualifiers
        if one in ADDITIONS and one not in silent and not is_away(profile)
    ]
    return " ".join([*first, act_on_base(base, profile), *added])


def act_on_base(base: str, profile: Profile) -> str:
    """Return the action of a base, with what the figures of the segment forbid."""
    if base == "All customers" and is_away(profile):
        return ALL_AWAY
    if base == "Low-engagement" and profile.revenue_share >= MUCH_REVENUE:
        return IN_STEPS
    if base == "Price-sensitive" and profile.profit_rate < THIN_MARGIN:
        return RAISE_PRICES
    return ACTIONS.get(base, WHATEVER_ELSE)

"""Recommend an action for a segment, from its name."""

import re

# One action per base name, which is a name without qualifiers. A name that is not in
# this list gets the action of the longest base that begins it.
ACTIONS = {
    "High-value frequent": "Keep them: early access, service first, no discounts.",
    "High-value occasional": "Bring them back sooner: reminders and bundles.",
    "High-value one-time buyers": "Win the second order: follow up after delivery.",
    "High-value": "Keep them: service first, and ask what they still miss.",
    "Mid-spending frequent": "Raise the basket: cross-sell what fits their orders.",
    "Mid-spending occasional": "Raise the frequency: seasonal occasions, reminders.",
    "Mid-spending one-time buyers": "Win the second order: a welcome series.",
    "Mid-spending": "Raise the basket or the frequency: test which is cheaper.",
    "Mixed-spending frequent": "Keep the rhythm; look after the largest one by one.",
    "Mixed-spending occasional": "Look after the largest one by one; remind the rest.",
    "Mixed-spending one-time buyers": "Win the second order of the largest first.",
    "Mixed-spending": "Look after the largest one by one: the rest spend little.",
    "Price-sensitive": "Offer bundles and clearance; watch the margin.",
    "Low-engagement": "One cheap win-back attempt, then spend elsewhere.",
    "Low-spending frequent": "Raise the basket: minimum-order benefits.",
    "Low-spending occasional": "Invite them to a second category while they remember.",
    "Low-spending one-time buyers": "Automate a low-cost second-order offer.",
    "Low-spending": "Raise the basket: bundles and minimum-order benefits.",
    "Frequent": "Keep the rhythm: reorder reminders, cross-sell.",
    "Occasional": "Raise the frequency: seasonal occasions, reminders.",
    "One-time buyers": "Win the second order: a welcome series.",
    "All customers": "Treat them alike: there is no other segment.",
    "Average": "Treat them like everybody until something sets them apart.",
}
WHATEVER_ELSE = ACTIONS["Average"]

# The action of a serious qualifier comes before the action of the base name.
FIRST = {
    "sold at a loss": "First find out why these orders lose money.",
    "often returning": "First find out why orders come back.",
    "often cancelling": "First find out why orders are cancelled.",
    "often shipped late": "Fix delivery before promising more.",
}
# The action of another qualifier comes after it. Qualifiers that are not in this list
# only tell segments apart and have no action.
ADDITIONS = {
    "low-margin": "Check prices and costs before any discount.",
    "high-margin": "The margin leaves room for an offer.",
    "slowly shipped": "Offer faster shipping.",
    "fast shipping": "Fast shipping is what they pay for: make it the offer.",
    "lapsed": "They have been away: make it a win-back.",
    "lapsing": "They have been away: make it a win-back.",
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


def find_base(name: str) -> str:
    """Return a name without its qualifiers and number."""
    fitting = [base for base in ACTIONS if name.startswith(base)]
    return max(fitting, key=len, default=name)


def suggest_action(name: str) -> str:
    """Return the recommended action for a segment of this name.

    Segments keep their names. Therefore this function also has an action for names that
    only earlier versions gave.
    """
    parts = [re.sub(r" \d+$", "", part) for part in name.split(", ")]
    first = [FIRST[part] for part in parts[1:] if part in FIRST]
    added = [ADDITIONS[part] for part in parts[1:] if part in ADDITIONS]
    return " ".join([*first, ACTIONS.get(find_base(name), WHATEVER_ELSE), *added])

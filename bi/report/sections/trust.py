"""Say how far to trust a forecast, by its tests on later customers."""

import math

from bi.report.wording import is_known, share

TITLES = {
    "revenue": "Revenue",
    "chance": "Chance of a purchase",
    "orders": "Number of orders",
}
METHODS = {
    "mean": "the mean of all customers",
    "last period": "the same as in the period before",
    "closed form": "a formula of how often and when customers bought",
    "closed form, all days": (
        "a formula of how often and when customers bought, and of all their amounts"
    ),
    "gradient boosting": "learned from the last month ends",
    "gradient boosting, same season": "learned from the month end a year before",
    "gradient boosting, mean of both": (
        "learned from the last month ends and from a year before"
    ),
}
FORECAST = {
    "revenue": "revenue of {} days was forecast",
    "chance": "the number of customers who buy within {} days was forecast",
    "orders": "orders of {} days were forecast",
}
# What a method cannot tell.
LIMITS = {"mean": " It is the same for everybody, so it does not tell segments apart."}
# A bias that would be written as 0 %.
NEGLIGIBLE = 0.005
# The ends of an interval that holds 80 % of normal errors, in standard deviations.
ENDS = 1.2816


def say_trust(row: dict) -> str:
    """Return the bias and the error of a method in its tests, in sentences."""
    limit = LIMITS.get(row["method"], "")
    if not is_known(row["error"]):
        return (
            "This could not be tested: too few customers of past month ends have "
            f"{row['horizon_days']} known days after them.{limit}"
        )
    return f"{say_bias(row)} {say_error(row)}{limit}"


def say_total(row: dict) -> str:
    """Return how far a total may be off by the tests, in a sentence; "" if unknown."""
    deviation = row["level_deviation"]
    if not is_known(deviation):
        return ""
    few = "so few tests" if is_known(row["error"]) else "tests of shorter periods"
    below, above = (1 - math.exp(-ENDS * deviation), math.exp(ENDS * deviation) - 1)
    return (
        f"From {few}, expect four of five totals of all customers between "
        f"{share_of(below)} below and {share_of(above)} above their forecast."
    )


def say_bias(row: dict) -> str:
    """Return how much too high or low the forecasts were in total, in a sentence."""
    bias, count = row["bias"], row["cut_count"]
    if not is_known(bias):
        return "In the tests, nobody bought."
    off = f"{share_of(bias)} too {'high' if bias > 0 else 'low'}"
    when = "a past month end" if count == 1 else "past month ends"
    return (
        f"In tests at {when}, {FORECAST[row['target']].format(row['horizon_days'])} "
        f"{'right in total' if abs(bias) < NEGLIGIBLE else off}."
    )


def say_error(row: dict) -> str:
    """Return the error beside that of the best other method, in a sentence."""
    own = error(row["error"])
    if not is_known(row["other_error"]):
        return f"Its error is {own}."
    other = error(row["other_error"])
    return (
        f"Its error is {own}; the best other method "
        f"({METHODS[row['other_method']]}) has {'the same' if other == own else other}."
    )


def share_of(bias: float) -> str:
    """Return a bias as a whole percentage without its sign."""
    return share(round(abs(bias), 2)).replace(".0%", "%")


def error(value: float) -> str:
    """Return an error with enough digits to compare it."""
    return f"{value:,.1f}" if value >= 10 else f"{value:.3f}"

"""Write figures and sentences for people."""

import math
import re
from datetime import UTC, date, datetime

NOTHING = "–"


def label(segment: dict) -> str:
    """Return number and name of a segment."""
    return f"{segment['segment_id']} {segment['segment_name']}"


def is_known(value) -> bool:
    """Return whether there is a number to show."""
    return value is not None and math.isfinite(value)


def figure(value, form: str) -> str:
    """Return a number in a format, or a dash if it is unknown."""
    return f"{value:{form}}".replace("-", "−") if is_known(value) else NOTHING


def count(value) -> str:
    """Return a whole number with thousands separators."""
    return figure(value, ",.0f")


def amount(value) -> str:
    """Return money: with cents below a hundred, else in whole units."""
    return figure(value, ",.2f" if is_known(value) and abs(value) < 100 else ",.0f")


def decimal(value) -> str:
    """Return a number with one decimal place, or two below one."""
    return figure(value, ".2f" if is_known(value) and abs(value) < 1 else ",.1f")


def hundredths(value) -> str:
    """Return a measure with two decimal places."""
    return figure(value, ",.2f")


def share(value) -> str:
    """Return a ratio as a percentage; a small ratio is not shown as zero."""
    if value == 0:
        return "0%"
    is_small = is_known(value) and 0 < value < 0.0005
    return "< 0.1%" if is_small else figure(value, ".1%")


def in_unit(value, unit: str) -> str:
    """Return the value of a feature as its unit is written."""
    write = {"amount": amount, "rate": share, "whole": count}.get(unit, decimal)
    return write(value)


def day(value: date | None) -> str:
    """Return a date with its month in letters, so that all countries read it alike."""
    return f"{value.day} {value:%b %Y}" if value else NOTHING


def moment(seconds: float | None) -> str:
    """Return seconds since 1970 as a moment in UTC."""
    if seconds is None:
        return NOTHING
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def month(value: date) -> str:
    """Return a month with its year."""
    return f"{value:%B %Y}"


def words(name: str) -> str:
    """Return the name of a column or reason as words."""
    return name.replace("_", " ")


# Filters of the templates; page.py adds those that depend on the segments.
FILTERS = "amount count day decimal hundredths label moment month share words".split()


def roughly(value, group: int) -> str:
    """Return a count in whole groups, so that subtraction reveals nothing."""
    if not is_known(value):
        return NOTHING
    if value < group:
        return f"fewer than {group}"
    return f"about {count(value // group * group)}"


def blur(sentence: str, group: int, rough: bool) -> str:
    """Return a sentence without counts of customers below `group`.

    If `rough` is set, counts from `group` on are rounded to multiples of it.
    """

    def hide(found: re.Match) -> str:
        value = int(found.group().replace(",", ""))
        return roughly(value, group) if rough or 0 < value < group else found.group()

    counted = r"(?= (?:of|customers|bought|times)\b)"
    # "at least 10" and "fewer than 10" are rules, not counts.
    counted_not = r"(?<![\d.,-])(?<!than )(?<!least )"
    return re.sub(rf"{counted_not}\d[\d,]*{counted}", hide, sentence)


def lead_sentence(headline: dict, segments: list[dict]) -> str:
    """Return the summary of the page."""
    how_many = f"{len(segments)} segment" + ("s" if len(segments) != 1 else "")
    shown = [one for one in segments if one["customers"] is not None]
    if not shown:
        return f"{how_many}, too small for any figures."
    sentence = f"{count(headline['segmented_customers'])} customers, {how_many}."
    best = shown[0]
    if len(shown) == 1 or not is_known(best["revenue_share"]):
        return sentence
    return (
        f"{sentence} The most valuable, {label(best)}, is "
        f"{share(best['customer_share'])} of the customers and brings "
        f"{share(best['revenue_share'])} of the revenue."
    )

"""Choose or suggest columns for a canonical column that no name identifies."""

import re
from collections import Counter

from commands.sources.guessing.column import Column
from commands.sources.guessing.guess import Choice, Guess, quoted_name
from commands.sources.guessing.name_scores import is_personal, likeness
from commands.sources.guessing.value_checks import MIN_CUSTOMERS, MIN_FILLED

# The first pattern matches a time of day; the second finds a time within a value.
TIME = re.compile(r"\d{1,2}:\d\d(:\d\d)?( ?[AaPp][Mm])?")
HAS_TIME = re.compile(r"\d:\d")
# A column with one of these concepts has no times of orders, or no amounts of sales.
NO_TIMES = {"ship", "delivery", "plan", "update", "personal"}
# Tax is not in this set: the user may want amounts with tax or without.
NO_AMOUNTS = {"id", "date", "ship", "delivery", "refund", "cost", "quantity"}
# This expression is the order id if there is none: all lines of a customer at one time,
# or on one day, are one order.
ORDER_OF_TIME = "replace(cast(ordered_at as string), ' ', 'T')"
# If the format of a date is unknown, its name needs at least this score.
MIN_SCORE = 0.6


def add_time(columns: list[Column], guess: Guess) -> None:
    """Add the time of the order if a column besides the date contains it."""
    day = guess.column("ordered_at")
    if not day or not day.date_formats or any(map(HAS_TIME.search, day.values)):
        return
    times = [
        one
        for one in columns
        if one.values
        and all(map(TIME.fullmatch, one.values))
        and "date" in one.concepts
        and not one.concepts & NO_TIMES
    ]
    if len(times) == 1:
        both = f"{quoted_name(day.name)}, {quoted_name(times[0].name)}"
        sql = f"moment(trim(concat_ws(' ', {both})))"
        guess.chosen["ordered_at"] = Choice((day, times[0]), sql)


def add_email(columns: list[Column], guess: Guess) -> None:
    """Choose the hash of an e-mail address as the customer id if there is no id."""
    found = guess.chosen.get("customer_id")
    if found and not found.is_hashed or "customer_id" in guess.candidates:
        return

    def rank(column: Column) -> tuple:
        ((_, most),) = Counter(map(str.casefold, column.values)).most_common(1)
        # An e-mail address that is on most lines belongs to the shop.
        is_of_shop = most > len(column.cells) / 2
        return is_of_shop, -column.filled, len(column.concepts), column.name

    emails = [one for one in columns if one.is_email and one.filled >= MIN_CUSTOMERS]
    if emails:
        guess.chosen["customer_id"] = Choice((min(emails, key=rank),), is_hashed=True)


def add_computed(guess: Guess) -> None:
    """Compute the amount of a line from quantity and price if no column contains it.

    In a file without quantities each line is one piece.
    """
    if "sales_amount" in guess.chosen or guess.candidates.get("sales_amount"):
        return
    price = guess.chosen.get("unit_price")
    if not price:
        return
    if "quantity" in guess.chosen:
        sql = "quantity * unit_price"
        if "discount_rate" in guess.chosen:
            sql += " * (1 - coalesce(discount_rate, 0))"
        guess.chosen["sales_amount"] = Choice((), sql)
    elif not guess.candidates.get("quantity"):
        guess.chosen["sales_amount"] = price


def add_order(columns: list[Column], guess: Guess) -> None:
    """Derive orders from customer and time if no column looks like an order id."""
    is_open = "order_id" in guess.chosen or "order_id" in guess.candidates
    rest = [one for one in columns if one.name not in guess.used]
    if not is_open and not any("order" in one.concepts for one in rest):
        guess.chosen["order_id"] = Choice((), ORDER_OF_TIME)


def add_candidates(columns: list[Column], guess: Guess) -> None:
    """Suggest columns for each needed column that no name identifies."""
    rest = [
        one
        for one in columns
        if one.name not in guess.used
        and not (one.is_email or is_personal(one.concepts))
    ]
    can_be = {
        "order_id": may_be_id,
        "customer_id": lambda one: may_be_id(one) and not one.is_unique,
        "ordered_at": lambda one: bool(one.date_formats),
        "sales_amount": may_be_amount,
    }
    for canonical in guess.missing:
        found = [one for one in rest if can_be[canonical](one)]
        if canonical == "ordered_at" and not found:
            # If the format is unknown, only the name can show that a column has dates.
            found = [
                one
                for one in rest
                if likeness(canonical, one.concepts) >= MIN_SCORE
                and one.values
                and not one.is_number
            ]
        guess.candidates.setdefault(canonical, found)


def may_be_amount(column: Column) -> bool:
    """Return whether the values of a column may be amounts."""
    is_number = column.is_number and not (column.is_percent or column.is_flag)
    is_filled = column.filled >= MIN_FILLED
    return is_number and is_filled and not column.concepts & NO_AMOUNTS


def may_be_id(column: Column) -> bool:
    """Return whether the values of a column may be ids of orders or customers."""
    is_other = column.has_fractions or column.is_dates or column.is_flag
    is_text = column.is_words or column.is_names
    is_time = all(map(TIME.fullmatch, column.values))
    return column.filled >= MIN_FILLED and not (is_other or is_text or is_time)

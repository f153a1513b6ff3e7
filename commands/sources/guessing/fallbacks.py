"""What is taken, or named to decide, where no name says which column is meant."""

import re
from collections import Counter

from commands.sources.guessing.column import Column
from commands.sources.guessing.guess import Choice, Guess, quoted_name
from commands.sources.guessing.name_scores import is_personal, likeness

# A time of day, and one behind a date.
TIME = re.compile(r"\d{1,2}:\d\d(:\d\d)?( ?[AaPp][Mm])?")
HAS_TIME = re.compile(r"\d:\d")
# All that a customer bought at one time, or on one day where there is no time.
ORDER_OF_TIME = "replace(cast(ordered_at as string), ' ', 'T')"


def add_computed(guess: Guess) -> None:
    """Compute the amount of a line from quantity and price where it stands nowhere.

    Without a quantity each line is one piece, and its price is the amount.
    """
    if "sales_amount" in guess.chosen or guess.candidates.get("sales_amount"):
        return
    price = guess.chosen.get("unit_price")
    if not price:
        return
    if "quantity" in guess.chosen:
        rate = guess.chosen.get("discount_rate")
        sql = "quantity * unit_price"
        if rate:
            sql += " * (1 - coalesce(discount_rate, 0))"
        guess.chosen["sales_amount"] = Choice((), sql)
        return
    if not guess.candidates.get("quantity"):
        guess.chosen["sales_amount"] = price


def add_email(columns: list[Column], guess: Guess) -> None:
    """Take the hash of an e-mail for the customer where no other id is there."""
    found = guess.chosen.get("customer_id")
    if found and not found.is_hashed or "customer_id" in guess.candidates:
        return
    emails = [one for one in columns if one.is_email and one.filled >= 0.3]
    # The address of the shop itself stands on most lines.
    emails.sort(
        key=lambda one: (is_mostly_one(one), -one.filled, len(one.concepts), one.name)
    )
    if emails:
        guess.chosen["customer_id"] = Choice((emails[0],), is_hashed=True)


def add_candidates(columns: list[Column], guess: Guess, taken: set[str]) -> None:
    """Name what may be meant where no name says which column a needed one is."""
    rest = [one for one in columns if one.name not in taken and not is_private(one)]
    can_be = {
        "order_id": is_like_id,
        "customer_id": lambda one: is_like_id(one) and not one.is_unique,
        "ordered_at": lambda one: bool(one.date_ways),
        "sales_amount": is_like_money,
    }
    for canonical in guess.missing:
        found = [one for one in rest if can_be[canonical](one)]
        if canonical == "ordered_at" and not found:
            # Dates that are written as nobody knows are dates by their name.
            found = [one for one in rest if one.values and is_named_date(one)]
        guess.candidates.setdefault(canonical, found)


def is_named_date(column: Column) -> bool:
    """Return whether a column that holds no numbers is called a date of orders."""
    return likeness("ordered_at", column.concepts) >= 0.6 and not column.is_number


def add_time(columns: list[Column], guess: Guess) -> None:
    """Take the time of the order along where it stands in a column of its own."""
    day = guess.column("ordered_at")
    if not day or not day.date_ways or any(HAS_TIME.search(one) for one in day.values):
        return
    times = [
        one
        for one in columns
        if one.values
        and all(map(TIME.fullmatch, one.values))
        and "date" in one.concepts
        and not one.concepts & {"ship", "delivery", "plan", "update", "personal"}
    ]
    if len(times) == 1:
        both = f"{quoted_name(day.name)}, {quoted_name(times[0].name)}"
        sql = f"moment(trim(concat_ws(' ', {both})))"
        guess.chosen["ordered_at"] = Choice((day, times[0]), sql)


def add_order(columns: list[Column], guess: Guess) -> None:
    """Take what a customer bought at one time for an order where nothing is like an id.

    A log of purchases has none.
    """
    taken = {one.name for choice in guess.chosen.values() for one in choice.columns}
    rest = [one for one in columns if one.name not in taken]
    is_open = "order_id" in guess.chosen or "order_id" in guess.candidates
    if not is_open and not any("order" in one.concepts for one in rest):
        guess.chosen["order_id"] = Choice((), ORDER_OF_TIME)


def is_mostly_one(column: Column) -> bool:
    """Return whether one value stands on more than half of the lines."""
    counts = Counter(one.casefold() for one in column.values)
    return max(counts.values(), default=0) > len(column.cells) / 2


def is_like_money(column: Column) -> bool:
    """Return whether a column may hold amounts by its values."""
    is_number = column.is_number and not (column.is_percent or column.is_flag)
    # A total with tax and one without may both be what is meant.
    others = {"id", "date", "ship", "delivery", "refund", "cost", "quantity"}
    return is_number and column.filled >= 0.5 and not column.concepts & others


def is_like_id(column: Column) -> bool:
    """Return whether a column may hold ids of orders or customers by its values."""
    return (
        column.filled >= 0.5
        and not column.has_fractions
        and not column.is_plain_dates
        and not column.is_flag
        and not (column.is_words or column.is_names)
        and not all(map(TIME.fullmatch, column.values))
    )


def is_private(column: Column) -> bool:
    """Return whether a column may be about a person."""
    return column.is_email or is_personal(column.concepts)

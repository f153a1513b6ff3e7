"""Choose a column of the file for each canonical column, or leave it open."""

from commands.sources.guessing.carry_down import ORDER_COLUMNS, carried_down
from commands.sources.guessing.column import Column
from commands.sources.guessing.fallbacks import (
    add_candidates,
    add_computed,
    add_email,
    add_order,
    add_time,
)
from commands.sources.guessing.guess import Choice, Guess, quoted_name
from commands.sources.guessing.name_scores import likeness
from commands.sources.guessing.relations import is_equivalent, is_possible, is_product
from commands.sources.guessing.unread_money import money_left_out
from commands.sources.guessing.value_checks import agrees, rate_unit
from ingest.datasets import ORDERS

# A column is chosen only if its score is at least this. If scores differ by at most
# NEAR, the choice is left open.
MIN_SCORE = 0.6
NEAR = 0.045
# Ids come first, because other choices depend on them.
FIRST = ("customer_id", "order_id", "order_line_id", "ordered_at", "quantity")
TURNS = (*FIRST, *(one for one in ORDERS.column_names if one not in FIRST))


def choose(columns: list[Column]) -> Guess:
    """Return the likely column for each canonical column.

    The order of the columns in the file does not matter.
    """
    guess = choose_once(columns)
    order = guess.column("order_id")
    carried = carried_down(columns, order) if order else {}
    if not carried:
        return guess
    guess = choose_once([carried.get(one.name, one) for one in columns])
    guess.carried = [
        one
        for one in ORDER_COLUMNS
        if any(column.name in carried for column in guess.columns(one))
    ]
    return guess


def choose_once(columns: list[Column]) -> Guess:
    """Return the likely columns of a file whose lines have all of their values."""
    columns = sorted(columns, key=lambda one: one.name)
    scores = {
        canonical: {
            one.name: likeness(canonical, one.concepts)
            for one in columns
            if agrees(canonical, one)
        }
        for canonical in TURNS
    }
    guess = Guess()
    for canonical in TURNS:
        likely = [
            one
            for one in columns
            if one.name not in guess.used
            and scores[canonical].get(one.name, 0) >= MIN_SCORE
            and not is_better_elsewhere(canonical, one.name, scores, guess)
        ]
        settle(canonical, likely, scores[canonical], guess)
    add_time(columns, guess)
    add_email(columns, guess)
    add_computed(guess)
    add_order(columns, guess)
    add_candidates(columns, guess)
    guess.left_out = money_left_out(columns, guess)
    return guess


def is_better_elsewhere(canonical: str, name: str, scores: dict, guess: Guess) -> bool:
    """Return whether a column fits another open canonical column better."""
    return any(
        found.get(name, 0) > scores[canonical][name]
        for other, found in scores.items()
        if other != canonical and other not in guess.chosen
    )


def settle(canonical: str, likely: list[Column], scores: dict, guess: Guess) -> None:
    """Choose one of the likely columns; if scores are near, add them as candidates."""
    likely = [one for one in likely if is_possible(canonical, one, guess)]
    if canonical == "sales_amount":
        # Amounts after discount are preferred, then quantity times price without
        # discount.
        for discounted in (True, False):
            products = [
                one for one in likely if is_product(one, guess, discounted=discounted)
            ]
            likely = products or likely
    if not likely:
        return
    best, *others = sorted(likely, key=lambda one: (-scores[one.name], one.name))
    near = [
        one
        for one in others
        if scores[one.name] >= scores[best.name] - NEAR and not is_equivalent(best, one)
    ]
    if near:
        guess.candidates[canonical] = [best, *near]
        return
    is_money = canonical in ("unit_price", "sales_amount", "profit_amount")
    is_rate = canonical == "discount_rate" and rate_unit(best) == "percent"
    sql = ""
    if is_rate or is_money and best.is_cents:
        sql = f"number({quoted_name(best.name)}) / 100"
    # Names of people are hashed, and so are e-mail addresses.
    is_hashed = canonical == "customer_id" and best.is_names
    guess.chosen[canonical] = Choice((best,), sql, is_hashed)

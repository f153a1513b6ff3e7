"""Choose which column of a file is which; what is not sure stays open."""

from commands.sources.guessing.carry_down import OF_ORDERS, carried_down
from commands.sources.guessing.column import Column
from commands.sources.guessing.fallbacks import (
    add_candidates,
    add_computed,
    add_email,
    add_order,
    add_time,
)
from commands.sources.guessing.guess import Choice, Guess, quoted_name
from commands.sources.guessing.name_scores import FOR, likeness
from commands.sources.guessing.relations import is_possible, is_product, says_same
from commands.sources.guessing.unread_money import money_left_out
from commands.sources.guessing.value_checks import agrees, rate_of
from ingest.datasets import ORDERS

# What is less likely is not proposed, and what is nearly as likely leaves it open.
LIKELY = 0.6
NEAR = 0.045
# Ids stand first: what they are says what the others can be.
TURNS = ("customer_id", "order_id", "order_line_id", "ordered_at", "quantity")


def choose(columns: list[Column], statuses: set[str] = frozenset()) -> Guess:
    """Return which column is likely which; the order of the columns does not matter.

    Parameters
    ----------
    statuses : set of str
        Statuses whose meaning is known, simplified.
    """
    guess = choose_once(columns, statuses)
    order = guess.column("order_id")
    carried = carried_down(columns, order) if order else {}
    if not carried:
        return guess
    guess = choose_once([carried.get(one.name, one) for one in columns], statuses)
    guess.carried = [
        one
        for one in OF_ORDERS
        if one in guess.chosen
        and any(column.name in carried for column in guess.chosen[one].columns)
    ]
    return guess


def choose_once(columns: list[Column], statuses: set[str]) -> Guess:
    """Return which column is likely which where each line has all of its values."""
    columns = sorted(columns, key=lambda one: one.name)
    scores = {
        (canonical, column.name): likeness(canonical, column.concepts)
        for canonical in FOR
        for column in columns
        if agrees(canonical, column, statuses)
    }
    guess, taken = Guess(), set()
    for canonical in sorted(FOR, key=lambda one: (one not in TURNS, place_of(one))):
        likely = {
            column.name: score
            for column in columns
            if column.name not in taken
            and (score := scores.get((canonical, column.name), 0)) >= LIKELY
            and not is_better_elsewhere(canonical, column, scores, guess, score)
        }
        found = [one for one in columns if one.name in likely]
        settle(canonical, found, likely, guess)
        if choice := guess.chosen.get(canonical):
            taken |= {one.name for one in choice.columns}
    add_time(columns, guess)
    add_email(columns, guess)
    add_computed(guess)
    add_order(columns, guess)
    add_candidates(columns, guess, taken)
    guess.left_out = money_left_out(columns, guess)
    return guess


def place_of(canonical: str) -> int:
    """Return the place of a canonical column among those that are chosen first."""
    order = [*TURNS, *(one for one in ORDERS.column_names if one not in TURNS)]
    return order.index(canonical)


def is_better_elsewhere(canonical, column, scores, guess, score) -> bool:
    """Return whether a column speaks clearly more for a canonical one still to come."""
    return any(
        scores.get((other, column.name), 0) > score
        for other in FOR
        if other != canonical and other not in guess.chosen
    )


def settle(canonical: str, found: list[Column], scores: dict, guess: Guess) -> None:
    """Choose among columns whose names and values fit, or leave it open."""
    found = [one for one in found if is_possible(canonical, one, guess)]
    if canonical == "sales_amount":
        # What was paid after discount goes before what it would be without.
        for less in (True, False):
            computed = [one for one in found if is_product(one, guess, less=less)]
            found = computed or found
    if not found:
        return
    found.sort(key=lambda one: (-scores[one.name], one.name))
    best = found[0]
    near = [
        one
        for one in found[1:]
        if scores[one.name] >= scores[best.name] - NEAR and not says_same(best, one)
    ]
    if near:
        guess.candidates[canonical] = [best, *near]
        return
    is_money = canonical in ("unit_price", "sales_amount", "profit_amount")
    is_rate = canonical == "discount_rate" and rate_of(best) == "percent"
    sql = ""
    if is_rate or is_money and best.is_cents:
        sql = f"number({quoted_name(best.name)}) / 100"
    # A name is as personal as an address is.
    is_hashed = canonical == "customer_id" and best.is_names
    guess.chosen[canonical] = Choice((best,), sql, is_hashed)

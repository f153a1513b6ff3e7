"""Draft a source block for a file from the names and values of its columns."""

import re
from dataclasses import dataclass, field, replace

from commands.sources.attempts import Attempt, attempt
from commands.sources.block_text import block_text, text_without_header
from commands.sources.guessing.choose import choose
from commands.sources.guessing.column import Column, columns_of
from commands.sources.guessing.file_format import guess_format
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.name_scores import likeness
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.errors import OrdersError
from ingest.formats.preview import item_lists, preview

# A block that fits every table.
ANYTHING = SourceBlock(
    "anything", expressions={c: ["null"] for c in ORDERS.required_columns}
)
# A number or a date: no header has such a name.
VALUE = re.compile(r"[-+\d.,:/TZ\s]*\d[-+\d.,:/TZ\s]*")
# The relative difference up to which items add up to their orders.
TOLERANCE = 0.005
# Names of columns that a question lists.
MAX_NAMES = 5


@dataclass
class Draft:
    """A drafted block.

    Attributes
    ----------
    text : str
        The block as YAML.
    missing : list of str
        Needed columns that no column of the file resembles.
    to_decide : list of str
        What only the user can know, such as `sales_amount ("Total" or "Paid")`.
    columns : list of str
        Canonical columns that it reads.
    left_out : list of str
        Refunds and discounts that it does not subtract.
    """

    text: str
    missing: list[str] = field(default_factory=list)
    to_decide: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Return whether a build could use it unchanged."""
        return not (self.missing or self.to_decide)


def draft(path: str, orders: str) -> Draft:
    """Return the most likely block for a file.

    Parameters
    ----------
    path : str
        One file of the orders.
    orders : str
        What the user asked for.

    Raises
    ------
    OrdersError
        The file is no table.
    """
    names, rows = preview(path, ANYTHING)
    if not names or any(VALUE.fullmatch(one) for one in names):
        text = text_without_header(orders, len(names) or len(rows[0]))
        return Draft(text, to_decide=["which column is which"])
    if not rows:
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    guess = choose(columns_of(names, rows))
    by_items = attempt_items(path, orders)
    if guess.missing and by_items:
        return finish(by_items)
    if guess.missing:
        form, statuses = guess_format(guess), statuses_of(guess)
        text = block_text(orders, names, guess, form, statuses)
        return Draft(text, unlike_columns(guess), questions(guess))
    try:
        by_records = attempt(orders, path, names, guess)
    except OrdersError as error:
        text = block_text(orders, names, guess, guess_format(guess))
        return Draft(text, to_decide=[str(error)])
    # Items say more than orders, if they are the same sales.
    if by_items and has_same_sales(by_records, by_items):
        return finish(by_items)
    return finish(by_records)


def attempt_items(path: str, orders: str) -> Attempt | None:
    """Return the attempt that reads each item of a JSON record as a line, if any."""
    lists = item_lists(path, ANYTHING)
    if len(lists) != 1:
        return None
    names, rows = preview(path, replace(ANYTHING, items=lists[0]))
    guess = choose(columns_of(names, rows))
    if guess.missing:
        return None
    try:
        made = attempt(orders, path, names, guess, lists[0])
    except OrdersError:
        return None
    return made if made.trial.can_read else None


def has_same_sales(orders: Attempt, items: Attempt) -> bool:
    """Return whether the items add up to the orders."""
    expected, found = float(orders.trial.sales), float(items.trial.sales)
    return abs(expected - found) <= TOLERANCE * abs(expected)


def finish(made: Attempt) -> Draft:
    """Return the draft of an attempt, with open questions."""
    form, trial = made.form, made.trial
    text = block_text(made.orders, made.names, made.guess, form, trial.statuses)
    to_decide = []
    if form.other_date_formats:
        formats = " or ".join((*form.date_formats, *form.other_date_formats))
        to_decide.append(f"how dates are written ({formats})")
    if not trial.can_read:
        to_decide.append("how values are written, as most lines are unreadable")
    columns, left_out = [*made.guess.chosen], made.guess.left_out
    return Draft(text, to_decide=to_decide, columns=columns, left_out=left_out)


def unlike_columns(guess: Guess) -> list[str]:
    """Return required columns like no column of the file, if any has no candidate."""
    if all(guess.candidates.get(one) for one in guess.missing):
        return []
    return [
        one
        for one in guess.missing
        if not any(likeness(one, column.concepts) for column in guess.candidates[one])
    ]


def questions(guess: Guess) -> list[str]:
    """Return each open needed column with its candidates."""
    return [
        f"{canonical} ({either(guess.candidates[canonical])})"
        for canonical in guess.missing
        if guess.candidates.get(canonical)
    ]


def either(columns: list[Column]) -> str:
    """Return the names of columns as alternatives."""
    names = [f'"{one.name}"' for one in columns[:MAX_NAMES]]
    if len(columns) > MAX_NAMES:
        return f"{', '.join(names)} ..."
    return " or ".join(names)


def statuses_of(guess: Guess) -> list[tuple]:
    """Return the statuses of the sample with their lines, and no sales."""
    column = guess.column("order_status")
    values = column.values if column else []
    return [(one, values.count(one), None) for one in dict.fromkeys(values)]

"""Draft a source block for a file that none fits, and try it on the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from commands.sources.attempts import Attempt, attempt
from commands.sources.block_text import block_text, text_without_header
from commands.sources.guessing.choose import choose
from commands.sources.guessing.column import Column, columns_of
from commands.sources.guessing.file_format import guess_settings
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.name_scores import likeness
from commands.sources.statuses import known_statuses, meaning_of
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.errors import OrdersError
from ingest.formats.preview import item_lists, preview

# A block that every table fits: what it cannot open is no table.
ANYTHING = SourceBlock(
    "anything", expressions={c: ["null"] for c in ORDERS.required_columns}
)
# A number or a date, which no column is named.
VALUE = re.compile(r"[-+\d.,:/TZ\s]*\d[-+\d.,:/TZ\s]*")
# By what share orders and their items may differ and still be the same sales.
SAME_SALES = 0.005


@dataclass
class Draft:
    """A block that is proposed for a file.

    Attributes
    ----------
    text : str
        Of the block.
    missing : list of str
        Needed columns that nothing in the file is like.
    to_decide : list of str
        What only the user can know, such as `sales_amount ("Total" or "Paid")`.
    columns : list of str
        Canonical columns that it reads.
    left_out : list of str
        Refunds and discounts of the file that it does not take off.
    """

    text: str
    missing: list[str] = field(default_factory=list)
    to_decide: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Return whether a build could go by it as it is."""
        return not (self.missing or self.to_decide)


def draft(path: str, orders: str) -> Draft:
    """Return the block that is likeliest for a file.

    Parameters
    ----------
    path : str
        One file of the orders.
    orders : str
        What the user asked for.

    Raises
    ------
    OrdersError
        It is no table.
    """
    names, rows = preview(path, ANYTHING)
    if not names or any(VALUE.fullmatch(one) for one in names):
        text = text_without_header(orders, len(names) or len(rows[0]))
        return Draft(text, to_decide=["which column is which"])
    if not rows:
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    guess = choose(columns_of(names, rows), known_statuses())
    by_items = attempt_items(path, orders)
    if guess.missing and not by_items:
        statuses = described(statuses_of(guess))
        text = block_text(orders, names, guess, guess_settings(guess), statuses)
        return Draft(text, nowhere(guess), open_questions(guess))
    if guess.missing:
        return finished(by_items)
    try:
        whole = attempt(orders, path, names, guess)
    except OrdersError as error:
        text = block_text(orders, names, guess, guess_settings(guess))
        return Draft(text, to_decide=[str(error)])
    return finished(by_items if by_items and is_same(whole, by_items) else whole)


def attempt_items(path: str, orders: str) -> Attempt | None:
    """Return the attempt in which each item of a record is a line, if there is one."""
    lists = item_lists(path, ANYTHING)
    if len(lists) != 1:
        return None
    names, rows = preview(path, replace(ANYTHING, items=lists[0]))
    guess = choose(columns_of(names, rows), known_statuses())
    if guess.missing:
        return None
    try:
        made = attempt(orders, path, names, guess, lists[0])
    except OrdersError:
        return None
    return made if made.trial.can_read else None


def is_same(whole: Attempt, items: Attempt) -> bool:
    """Return whether items add up to what the orders say: then they say more."""
    sales = float(whole.trial.sales), float(items.trial.sales)
    return abs(sales[0] - sales[1]) <= SAME_SALES * abs(sales[0])


def finished(made: Attempt) -> Draft:
    """Return the draft of an attempt, with what is still open."""
    settings, trial = made.settings, made.trial
    statuses = described(trial.statuses)
    text = block_text(made.orders, made.names, made.guess, settings, statuses)
    decide = []
    if settings.other_formats:
        days = " or ".join((*settings.date_formats, *settings.other_formats))
        decide.append(f"how dates are written ({days})")
    if not trial.can_read:
        decide.append("how its values are written, as most lines cannot be read")
    columns, left_out = [*made.guess.chosen], made.guess.left_out
    return Draft(text, to_decide=decide, columns=columns, left_out=left_out)


def nowhere(guess: Guess) -> list[str]:
    """Return the needed columns that a file lacks, where it cannot be used for that."""
    if all(guess.candidates.get(one) for one in guess.missing):
        return []
    named = {
        one
        for one in guess.missing
        if any(likeness(one, column.concepts) for column in guess.candidates[one])
    }
    return [one for one in guess.missing if one not in named]


def open_questions(guess: Guess) -> list[str]:
    """Return what is to be decided, with the columns among which."""
    return [
        f"{canonical} ({either(guess.candidates[canonical])})"
        for canonical in guess.missing
        if guess.candidates.get(canonical)
    ]


def either(columns: list[Column]) -> str:
    """Return the names of columns, one of which it is."""
    names = [f'"{one.name}"' for one in columns[:5]]
    return " or ".join(names) if len(columns) <= 5 else f"{', '.join(names)} ..."


def statuses_of(guess: Guess) -> list[tuple]:
    """Return the statuses of the sample with the lines that have them."""
    column = guess.column("order_status")
    values = column.values if column else []
    return [(one, values.count(one), None) for one in dict.fromkeys(values)]


def described(statuses: Iterable[tuple]) -> list[tuple[str, str, str]]:
    """Return statuses with their meaning, and their lines and money in words."""
    return [
        (
            status,
            meaning_of(status),
            f"{lines:,} line{'' if lines == 1 else 's'}"
            + (f", {sales:,.2f}" if sales is not None else ""),
        )
        for status, lines, sales in statuses
    ]

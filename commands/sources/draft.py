"""Draft a source block for a file from the names and values of its columns."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from commands.sources.attempts import Attempt, attempt
from commands.sources.block_text import block_text, text_without_header
from commands.sources.guessing.choose import choose
from commands.sources.guessing.column import columns_of
from commands.sources.guessing.file_format import guess_format
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.name_scores import likeness
from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.errors import OrdersError
from ingest.formats.preview import item_lists, preview

# This block fits every table, so it does not count.
ANYTHING = SourceBlock(
    "anything", expressions={c: ["null"] for c in ORDERS.required_columns}
)
# The needed columns, in words of a message.
CONTENTS = {
    "order_id": "order ids (order_id)",
    "customer_id": "customer ids (customer_id)",
    "ordered_at": "order dates (ordered_at)",
    "sales_amount": "amounts (sales_amount)",
}
# Numbers and dates: a header has no such names.
VALUE = re.compile(r"[-+\d.,:/TZ\s]*\d[-+\d.,:/TZ\s]*")
# Items are read as lines only if their sums differ from the orders by at most this
# share.
TOLERANCE = 0.005
# A question names at most so many columns.
MAX_NAMES = 5


@dataclass
class Draft:
    """A drafted block.

    Attributes
    ----------
    text : str
        The block as YAML.
    to_decide : list of str
        Questions to the user, such as `sales_amount ("Total" or "Paid")`.
    columns : list of str
        Canonical columns that the block reads.
    left_out : list of str
        Refunds and discounts that the block does not subtract.
    """

    text: str
    to_decide: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Return whether a build can use the block unchanged."""
        return not self.to_decide


def draft(path: str, orders: str) -> Draft:
    """Return the most likely block for a file.

    Parameters
    ----------
    path : str
        A local file of the orders.
    orders : str
        The path, pattern or URL of the user.

    Raises
    ------
    OrdersError
        The file is no table, or no column resembles a needed one.
    """
    names, rows = preview(path, ANYTHING)
    if not names or any(VALUE.fullmatch(one) for one in names):
        text = text_without_header(orders, len(names) or len(rows[0]))
        return Draft(text, to_decide=["which column is which"])
    if not rows:
        raise OrdersError(f"The file '{path}' has a header but no lines.")
    guess = choose(columns_of(names, rows))
    items = attempt_items(path)
    if guess.missing and items:
        return finish(orders, items)
    if guess.missing:
        refuse_unlike(guess, orders)
        column = guess.column("order_status")
        counts = Counter(column.values if column else []).items()
        statuses = [(status, lines, None) for status, lines in counts]
        text = block_text(orders, names, guess, guess_format(guess), statuses)
        return Draft(text, to_decide=questions(guess))
    try:
        records = attempt(path, names, guess)
    except OrdersError as error:
        text = block_text(orders, names, guess, guess_format(guess))
        return Draft(text, to_decide=[str(error)])
    # Items as lines are preferred: unlike whole orders, they have quantities and
    # products.
    if items:
        of_items, of_orders = float(items.trial.sales), float(records.trial.sales)
        if abs(of_items - of_orders) <= TOLERANCE * abs(of_orders):
            return finish(orders, items)
    return finish(orders, records)


def attempt_items(path: str) -> Attempt | None:
    """Return an attempt that reads each item of a JSON record as a line."""
    lists = item_lists(path, ANYTHING)
    if len(lists) != 1:
        return None
    names, rows = preview(path, replace(ANYTHING, items=lists[0]))
    guess = choose(columns_of(names, rows))
    if guess.missing:
        return None
    try:
        made = attempt(path, names, guess, lists[0])
    except OrdersError:
        return None
    return made if made.trial.can_read else None


def finish(orders: str, made: Attempt) -> Draft:
    """Return the draft of an attempt, with open questions."""
    form, trial = made.form, made.trial
    text = block_text(orders, made.names, made.guess, form, trial.statuses)
    to_decide = []
    if form.other_date_formats:
        formats = " or ".join((*form.date_formats, *form.other_date_formats))
        to_decide.append(f"how dates are written ({formats})")
    if not trial.can_read:
        to_decide.append("how values are written, as most lines are unreadable")
    columns, left_out = [*made.guess.chosen], made.guess.left_out
    return Draft(text, to_decide=to_decide, columns=columns, left_out=left_out)


def refuse_unlike(guess: Guess, orders: str) -> None:
    """Raise an OrdersError if a needed column has no candidate."""
    if all(guess.candidates[one] for one in guess.missing):
        return
    contents = " and none of ".join(
        CONTENTS[one]
        for one in guess.missing
        if not any(likeness(one, column.concepts) for column in guess.candidates[one])
    )
    raise OrdersError(
        f"No source fits '{orders}', and none can be drafted: the file has no column "
        f"of {contents}. If other columns give these values, name them in a source "
        "block of your own, or compute them there by SQL (docs/sources.md)."
    )


def questions(guess: Guess) -> list[str]:
    """Return each open needed column with its candidates."""
    open_columns = []
    for canonical in guess.missing:
        names = [f'"{one.name}"' for one in guess.candidates.get(canonical, ())]
        listed = " or ".join(names)
        if len(names) > MAX_NAMES:
            listed = f"{', '.join(names[:MAX_NAMES])} ..."
        if names:
            open_columns.append(f"{canonical} ({listed})")
    return open_columns

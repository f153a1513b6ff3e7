"""Try a drafted block on its file, and correct the draft by the result."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from commands.sources.block_text import block_text
from commands.sources.guessing.file_format import FileFormat, guess_format
from commands.sources.guessing.guess import Guess
from commands.sources.trial import Trial, try_block


@dataclass
class Attempt:
    """A draft, and what it makes of a file.

    Attributes
    ----------
    orders, path : str
        What the user asked for, and one file of it.
    names : list of str
        Of the file's columns.
    guess : Guess
    form : FileFormat
    trial : Trial or None
        None before the first try.
    """

    orders: str
    path: str
    names: list[str]
    guess: Guess
    form: FileFormat
    trial: Trial | None = None

    def tried(self, **changes) -> "Attempt":
        """Return the attempt with changes to the format, tried on the file.

        Raises
        ------
        OrdersError
            The block cannot read the file.
        """
        form = replace(self.form, **changes)
        # The trial uses the first of two possible date formats.
        text = block_text(
            self.orders, self.names, self.guess, replace(form, other_date_formats=[])
        )
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "draft.yml").write_text(text, encoding="utf-8")
            trial = try_block(self.path, "draft", folder)
        return replace(self, form=form, trial=trial)


def attempt(
    orders: str, path: str, names: list[str], guess: Guess, items=""
) -> Attempt:
    """Return the tried draft of a guess, with corrections.

    `items` is the list of items in each JSON record; empty if a record is a line.

    Raises
    ------
    OrdersError
        The block cannot read the file.
    """
    form = replace(guess_format(guess), items=items)
    made = Attempt(orders, path, names, guess, form).tried()
    if form.other_date_formats:
        made = compare_dates(made)
    if made.trial.broken:
        made = compare_quotes(made)
    if made.trial.different_line_ids < made.trial.line_ids:
        # The number starts again in each order.
        del guess.chosen["order_line_id"]
        made = made.tried()
    return made


def compare_dates(first: Attempt) -> Attempt:
    """Return the attempt that reads more dates; both formats stay in a tie."""
    form = first.form
    second = first.tried(
        date_formats=form.other_date_formats, other_date_formats=form.date_formats
    )
    unreadable = [one.trial.dates_unreadable for one in (first, second)]
    if unreadable[0] == unreadable[1]:
        return first
    best = first if unreadable[0] < unreadable[1] else second
    return replace(best, form=replace(best.form, other_date_formats=[]))


def compare_quotes(first: Attempt) -> Attempt:
    """Return the attempt without quoting, if it breaks fewer lines."""
    second = first.tried(quotes="none")
    is_better = (
        second.trial.broken < first.trial.broken
        and second.trial.unreadable <= first.trial.unreadable
    )
    return second if is_better else first

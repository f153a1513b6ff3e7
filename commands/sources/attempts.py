"""Try a drafted block on its file, and use the result to correct the draft."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from commands.sources.block_text import block_text
from commands.sources.guessing.file_format import FileFormat, guess_format
from commands.sources.guessing.guess import Guess
from commands.sources.trial import Trial, try_block


@dataclass(frozen=True)
class Attempt:
    """A draft, and the result of reading the file with it.

    Attributes
    ----------
    names : list of str
        All columns of the file.
    guess : Guess
    form : FileFormat
    trial : Trial
    """

    names: list[str]
    guess: Guess
    form: FileFormat
    trial: Trial


def attempt(path: str, names: list[str], guess: Guess, items: str = "") -> Attempt:
    """Try the draft of a guess on its file; return the best corrected draft.

    Parameters
    ----------
    path : str
        A local file.
    names : list of str
        All columns of the file.
    guess : Guess
        The guess must not leave a needed column open. A line id that is not unique is
        removed from it.
    items : str
        The list of items in each JSON record; empty if a record is a line.

    Raises
    ------
    OrdersError
        The block cannot read the file.
    """

    def with_format(form: FileFormat) -> Attempt:
        # If two date formats are possible, the trial uses the first one.
        text = block_text(path, names, guess, replace(form, other_date_formats=[]))
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "draft.yml").write_text(text, encoding="utf-8")
            return Attempt(names, guess, form, try_block(path, "draft", folder))

    form = replace(guess_format(guess), items=items)
    made = with_format(form)
    if form.other_date_formats:
        dates, others = form.date_formats, form.other_date_formats
        swapped = replace(form, date_formats=others, other_date_formats=dates)
        made = reads_more_dates(made, with_format(swapped))
    if made.trial.broken:
        unquoted = with_format(replace(made.form, quotes="none"))
        if (
            unquoted.trial.broken < made.trial.broken
            and unquoted.trial.unreadable <= made.trial.unreadable
        ):
            made = unquoted
    if made.trial.different_line_ids < made.trial.line_ids:
        # The line number starts again in each order.
        del guess.chosen["order_line_id"]
        made = with_format(made.form)
    return made


def reads_more_dates(first: Attempt, second: Attempt) -> Attempt:
    """Return the attempt that reads more dates; if equal, both stay possible."""
    if first.trial.dates_unreadable == second.trial.dates_unreadable:
        return first
    best = min(first, second, key=lambda one: one.trial.dates_unreadable)
    return replace(best, form=replace(best.form, other_date_formats=[]))

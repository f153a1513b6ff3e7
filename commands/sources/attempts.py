"""Try what was guessed of a file on the file, and correct it by what its lines are."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from commands.sources.block_text import block_text
from commands.sources.guessing.file_format import Settings, guess_settings
from commands.sources.guessing.guess import Guess
from commands.sources.trial import Trial, try_block


@dataclass
class Attempt:
    """A guess and what a file is by it.

    Attributes
    ----------
    orders, path : str
        What the user asked for, and one file of it.
    names : list of str
        Of the file's columns.
    guess : Guess
    settings : Settings
    trial : Trial or None
        None before it was tried.
    """

    orders: str
    path: str
    names: list[str]
    guess: Guess
    settings: Settings
    trial: Trial | None = None

    def tried(self, **settings) -> "Attempt":
        """Return the attempt with other settings, and what the file is by them.

        Raises
        ------
        OrdersError
            The file cannot be read by the block.
        """
        said = replace(self.settings, **settings)
        with tempfile.TemporaryDirectory() as folder:
            # What is open is tried, too.
            sure = replace(said, other_formats=[])
            text = block_text(self.orders, self.names, self.guess, sure)
            Path(folder, "draft.yml").write_text(text, encoding="utf-8")
            trial = try_block(self.path, "draft", folder)
        return replace(self, settings=said, trial=trial)


def attempt(
    orders: str, path: str, names: list[str], guess: Guess, items=""
) -> Attempt:
    """Return what a file is by a guess, corrected where its lines say otherwise.

    Raises
    ------
    OrdersError
        The file cannot be read by the block.
    """
    settings = replace(guess_settings(guess), items=items)
    made = Attempt(orders, path, names, guess, settings).tried()
    if settings.other_formats:
        made = compare_dates(made)
    if made.trial.broken:
        made = compare_quotes(made)
    if made.trial.different_line_ids < made.trial.line_ids:
        # A number that starts again in each order is no line id.
        del guess.chosen["order_line_id"]
        made = made.tried()
    return made


def compare_dates(first: Attempt) -> Attempt:
    """Return the formats by which more dates can be read; open where both read all."""
    said = first.settings
    second = first.tried(
        date_formats=said.other_formats, other_formats=said.date_formats
    )
    unreadable = [one.trial.dates_unreadable for one in (first, second)]
    if unreadable[0] == unreadable[1]:
        return first
    best = first if unreadable[0] < unreadable[1] else second
    return replace(best, settings=replace(best.settings, other_formats=[]))


def compare_quotes(first: Attempt) -> Attempt:
    """Return that a quote is a letter like any other, if more lines are then whole."""
    second = first.tried(quotes="none")
    is_better = (
        second.trial.broken < first.trial.broken
        and second.trial.unreadable <= first.trial.unreadable
    )
    return second if is_better else first

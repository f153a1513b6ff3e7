"""Draft a source block for a file that none fits, and try it on the file."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from commands.guessing.choose import choose
from commands.guessing.evidence import Column, columns_of
from commands.guessing.guess import Guess
from commands.guessing.rules import likeness
from commands.guessing.settings import Settings, guess_settings
from commands.starter import block_text, text_without_header
from commands.statuses import known_statuses, meaning_of
from commands.trial import Trial, try_block
from ingest.contents import ORDERS
from ingest.errors import OrdersError
from ingest.sample import sample
from ingest.sources import SourceBlock

# A block that every table fits: what it cannot open is no table.
ANYTHING = SourceBlock("anything", expressions={c: ["null"] for c in ORDERS.required})
# A number or a date, which no column is named.
VALUE = re.compile(r"[-+\d.,:/TZ\s]*\d[-+\d.,:/TZ\s]*")


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
    trial : Trial or None
        What the file is by the block, where nothing needed is open.
    """

    text: str
    missing: list[str] = field(default_factory=list)
    to_decide: list[str] = field(default_factory=list)
    trial: Trial | None = None


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
    names, rows = sample(path, ANYTHING)
    if not names or any(VALUE.fullmatch(one) for one in names):
        text = text_without_header(orders, len(names) or len(rows[0]))
        return Draft(text, to_decide=["which column is which"])
    columns = columns_of(names, rows)
    guess = choose(columns, known_statuses())
    settings = guess_settings(guess)
    if guess.missing:
        statuses = described(statuses_of(guess))
        text = block_text(orders, names, guess, settings, statuses)
        return Draft(text, nowhere(guess), open_questions(guess))
    return try_guess(path, orders, names, guess, settings)


def try_guess(path, orders, names: list[str], guess: Guess, settings: Settings):
    """Return the draft, corrected by what the file's lines are by it."""

    def attempt(tried: Settings) -> Trial:
        text = block_text(orders, names, guess, tried)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "draft.yml").write_text(text, encoding="utf-8")
            return try_block(path, "draft", folder)

    try:
        trial = attempt(settings)
        if settings.other_formats:
            settings, trial = compare_dates(settings, trial, attempt)
        if trial.broken:
            settings, trial = compare_quotes(settings, trial, attempt)
    except OrdersError as error:
        return Draft(block_text(orders, names, guess, settings), to_decide=[str(error)])
    if trial.line_ids and trial.different_line_ids < trial.line_ids:
        # A number that starts again in each order is no line id.
        del guess.chosen["order_line_id"]
    statuses = described(trial.statuses)
    text = block_text(orders, names, guess, settings, statuses)
    decide = []
    if settings.other_formats:
        days = " or ".join((*settings.date_formats, *settings.other_formats))
        decide.append(f"how dates are written ({days})")
    if not trial.can_read:
        decide.append("how its values are written, as most lines cannot be read")
    return Draft(text, to_decide=decide, trial=trial)


def compare_dates(settings: Settings, trial: Trial, attempt) -> tuple[Settings, Trial]:
    """Return the formats by which more dates can be read; open where both read all."""
    other = replace(
        settings,
        date_formats=settings.other_formats,
        other_formats=settings.date_formats,
    )
    second = attempt(other)
    if second.dates_unreadable == trial.dates_unreadable:
        return settings, trial
    if second.dates_unreadable < trial.dates_unreadable:
        settings, trial = other, second
    return replace(settings, other_formats=[]), trial


def compare_quotes(settings: Settings, trial: Trial, attempt) -> tuple[Settings, Trial]:
    """Return that a quote is a letter like any other, if more lines are then whole."""
    other = replace(settings, quotes="none")
    second = attempt(other)
    better = second.broken < trial.broken and second.unreadable <= trial.unreadable
    return (other, second) if better else (settings, trial)


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

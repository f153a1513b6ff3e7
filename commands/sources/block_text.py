"""The text of a source block that was guessed for a file."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from commands.sources.block_names import mark_of, relative
from commands.sources.guessing.column import PHONE, Column
from commands.sources.guessing.file_format import Settings
from commands.sources.guessing.guess import Choice, Guess
from commands.sources.guessing.name_scores import is_personal
from ingest.blocks.expressions import simplify
from ingest.datasets import ORDERS
from ingest.sql.statuses import MEANINGS
from ingest.tables.address import find_address

# Candidates that are named for a column, and values that are shown of each.
CANDIDATES = 5
SHOWN = 3
USUAL_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]
# Values that may be shown: numbers, dates and codes, and nothing that may be a name or
# a telephone.
HARMLESS = re.compile(r"(?=.*\d)([\w.,:/+\-]{1,30}|[\d.,:/+\-€$£% ]{1,30})")

# Names of columns, simplified, that may say when a row was last changed.
CHANGED = re.compile("updated|modified|changed|syncedat")


def block_text(
    orders: str,
    names: list[str],
    guess: Guess,
    settings: Settings,
    statuses: list[tuple[str, str, str]] = (),
) -> str:
    """Return a block with what was guessed, and what is open as comments.

    Parameters
    ----------
    orders : str
        What the user asked for.
    names : list of str
        Of all columns of the file.
    statuses : list of (status, meaning, lines and money)
        The meaning is empty where it is not known.
    """
    lines = [
        mark_of(orders),
        description_of(orders),
        *lines_of_settings(settings),
        *lines_of_statuses(statuses),
        *lines_of_changes(orders, names),
        f"# The file has: {', '.join(map(quoted, names))}",
        "# order_id, customer_id, ordered_at and sales_amount are needed.",
        "columns:",
        *(
            line
            for canonical in ORDERS.column_names
            for line in lines_of_column(canonical, guess)
        ),
    ]
    return "\n".join([*lines, *([] if guess.chosen else ["  {}"])]) + "\n"


def lines_of_settings(settings: Settings) -> Iterator[str]:
    """Yield how dates, numbers and money are written."""
    if settings.items:
        yield f"items: {quoted(settings.items)}"
    if settings.other_formats:
        yield "# Decide how dates are written, and take the # before it away:"
        for way in (settings.date_formats, settings.other_formats):
            yield f"# date_formats: {formats(way)}"
    elif settings.date_formats:
        yield f"date_formats: {formats(settings.date_formats)}"
    if settings.decimal_comma:
        yield "decimal_comma: true"
    if settings.quotes:
        yield f"quotes: {settings.quotes}"
    if settings.carry_down:
        yield "# What stands on the first line of an order only."
        yield f"carry_down: [{', '.join(settings.carry_down)}]"
    if settings.currency:
        yield f"currency: {settings.currency}"


def lines_of_statuses(statuses) -> Iterator[str]:
    """Yield what statuses mean; those that nobody knows are comments."""
    if not statuses:
        return
    yield f"# What became of an order by its status: {', '.join(MEANINGS)}."
    is_known = any(meaning for _, meaning, _ in statuses)
    yield "statuses:" if is_known else "# statuses:"
    for status, meaning, said in statuses:
        if meaning:
            yield f"  {quoted(status)}: {meaning}  # {said}"
        else:
            yield f"#  {quoted(status)}: counted  # not known, it counts; {said}"


def lines_of_changes(orders: str, names: list[str]) -> Iterator[str]:
    """Yield how a table can be read again faster, where a column may say that."""
    if not find_address(orders):
        return
    for name in names:
        if CHANGED.search(simplify(name)):
            yield "# If it changes with every change of a row, only such rows are read"
            yield "# again: take the # before it away."
            yield f"# updated_at: {quoted(name)}"
            return


def lines_of_column(canonical: str, guess: Guess) -> Iterator[str]:
    """Yield the line of a canonical column, a comment where it is open."""
    if canonical == "sales_amount" and guess.left_out:
        left_out = ", ".join(map(quoted, guess.left_out))
        yield f"  # Not taken off: {left_out}. If sales are"
        yield '  # too much by it, say so: {sql: number("...") - number("...")}.'
    if choice := guess.chosen.get(canonical):
        yield f"  {canonical}: {value_of(choice)}"
    elif found := guess.candidates.get(canonical):
        yield f"  # Decide which is {canonical}, and take the # before it away:"
        for one in found[:CANDIDATES]:
            yield f"  # {canonical}: {quoted(one.name)}{examples_of(one)}"
    elif canonical in ORDERS.required_columns:
        yield f"  # {canonical}: needed, and no column of the file is like it"
    else:
        yield f"  # {canonical}:"


def value_of(choice: Choice) -> str:
    """Return what a canonical column is read from, as YAML."""
    if choice.is_hashed:
        return f"{{hashed: {quoted(choice.columns[0].name)}}}"
    if not choice.sql:
        return quoted(choice.columns[0].name)
    is_plain = re.fullmatch(r"[\w* ()+.-]+", choice.sql)
    return f"{{sql: {choice.sql if is_plain else quoted(choice.sql)}}}"


def examples_of(column: Column) -> str:
    """Return some values of a column as a comment; none that may be of a person."""
    if is_personal(column.concepts) or column.is_email:
        return ""
    values = [
        one
        for one in dict.fromkeys(column.values)
        if HARMLESS.fullmatch(one) and not PHONE.fullmatch(one)
    ]
    return f"  # such as {', '.join(values[:SHOWN])}" if values else ""


def text_without_header(orders: str, width: int) -> str:
    """Return a block for a file that begins with an order; it holds no value."""
    lines = [
        mark_of(orders),
        description_of(orders),
        "# How dates are written, as in strftime; ISO dates need none.",
        f"date_formats: {formats(USUAL_FORMATS)}",
        "# The file has no header: name the columns that are read, null skips one.",
        "# order_id, customer_id, ordered_at and sales_amount are needed.",
        "without_header:",
        f"  - [{', '.join(['null'] * width)}]",
        "columns: {}",
    ]
    return "\n".join(lines) + "\n"


def description_of(orders: str) -> str:
    """Return what the file is, for people."""
    return f"description: {quoted(f'Orders such as {Path(relative(orders)).name}.')}"


def formats(words: list[str]) -> str:
    """Return date formats as a YAML list."""
    return f"[{', '.join(map(quoted, words))}]"


def quoted(text: str) -> str:
    """Return a text as YAML in double quotes."""
    return yaml.safe_dump(
        text, default_style='"', width=float("inf"), allow_unicode=True
    ).strip()

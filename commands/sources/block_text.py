"""Write a drafted source block as YAML, with comments about open questions."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from commands.sources.block_names import MARK, relative
from commands.sources.guessing.column import PHONE, Column
from commands.sources.guessing.file_format import FileFormat
from commands.sources.guessing.guess import Choice, Guess
from commands.sources.guessing.name_scores import is_personal
from commands.sources.guessing.statuses import meaning_of
from commands.terminal import count
from ingest.blocks.expressions import simplify
from ingest.datasets import ORDERS
from ingest.sql.statuses import MEANINGS
from ingest.tables.address import find_address

# A comment lists at most so many candidates, and so many example values of each.
MAX_CANDIDATES = 5
MAX_EXAMPLES = 3
USUAL_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]
# Examples are numbers, dates and codes, but no names and no telephone numbers.
HARMLESS = re.compile(r"(?=.*\d)([\w.,:/+\-]{1,30}|[\d.,:/+\-€$£% ]{1,30})")
# Columns with these words in their names may record when a row last changed.
CHANGED = re.compile("updated|modified|changed|syncedat")
NEEDED = "# order_id, customer_id, ordered_at and sales_amount are needed."


def block_text(
    orders: str,
    names: list[str],
    guess: Guess,
    form: FileFormat,
    statuses: list[tuple] = (),
) -> str:
    """Return a block with the guessed columns, and with open questions as comments.

    Parameters
    ----------
    orders : str
        The path, pattern or URL of the user.
    names : list of str
        All columns of the file.
    guess : Guess
    form : FileFormat
    statuses : list of (status, lines, sales)
        Sales are None if they are unknown.
    """
    lines = [
        *first_lines(orders),
        *format_lines(form),
        *status_lines(statuses),
        *update_lines(orders, names),
        f"# The file has: {', '.join(map(quoted, names))}",
        NEEDED,
        "columns:",
    ]
    for canonical in ORDERS.column_names:
        lines += column_lines(canonical, guess)
    return "\n".join([*lines, *([] if guess.chosen else ["  {}"])]) + "\n"


def text_without_header(orders: str, width: int) -> str:
    """Return a block for a file without header, without any value of the file."""
    lines = [
        *first_lines(orders),
        "# The formats of dates, as in strftime; ISO dates need no format.",
        f"date_formats: {yaml_list(USUAL_FORMATS)}",
        "# The file has no header: name the columns to read; null skips a column.",
        NEEDED,
        "without_header:",
        f"  - [{', '.join(['null'] * width)}]",
        "columns: {}",
    ]
    return "\n".join(lines) + "\n"


def first_lines(orders: str) -> list[str]:
    """Return the lines that name the orders."""
    place = relative(orders)
    description = f"Orders such as {Path(place).name}."
    return [MARK + place, f"description: {quoted(description)}"]


def format_lines(form: FileFormat) -> Iterator[str]:
    """Yield how dates, numbers and money are written."""
    if form.items:
        yield f"items: {quoted(form.items)}"
    if form.other_date_formats:
        yield "# Decide how dates are written, and remove the # before that line:"
        for formats in (form.date_formats, form.other_date_formats):
            yield f"# date_formats: {yaml_list(formats)}"
    elif form.date_formats:
        yield f"date_formats: {yaml_list(form.date_formats)}"
    if form.decimal_comma:
        yield "decimal_comma: true"
    if form.quotes:
        yield f"quotes: {form.quotes}"
    if form.carry_down:
        yield "# Columns with values only on the first line of an order."
        yield f"carry_down: [{', '.join(form.carry_down)}]"
    if form.currency:
        yield f"currency: {form.currency}"


def status_lines(statuses) -> Iterator[str]:
    """Yield the meaning of each status; unknown statuses are comments."""
    if not statuses:
        return
    yield f"# The meaning of each status: {', '.join(MEANINGS)}."
    meanings = [meaning_of(status) for status, _, _ in statuses]
    yield "statuses:" if any(meanings) else "# statuses:"
    for (status, lines, sales), meaning in zip(statuses, meanings, strict=True):
        counts = count(lines, "line") + (f", {sales:,.2f}" if sales is not None else "")
        if meaning:
            yield f"  {quoted(status)}: {meaning}  # {counts}"
        else:
            yield f"#  {quoted(status)}: counted  # unknown, so it counts; {counts}"


def update_lines(orders: str, names: list[str]) -> Iterator[str]:
    """Yield how to read only changed rows, if a column seems to record changes."""
    changed = [one for one in names if CHANGED.search(simplify(one))]
    if changed and find_address(orders):
        yield "# If this column changes with every change of a row, remove the # before"
        yield "# it: the next build then reads only changed rows."
        yield f"# updated_at: {quoted(changed[0])}"


def column_lines(canonical: str, guess: Guess) -> Iterator[str]:
    """Yield the line of a canonical column, or comments if it is open."""
    if canonical == "sales_amount" and guess.left_out:
        left_out = ", ".join(map(quoted, guess.left_out))
        yield f"  # Not subtracted from sales: {left_out}."
        yield '  # To subtract it: {sql: number("...") - number("...")}'
    if choice := guess.chosen.get(canonical):
        yield f"  {canonical}: {value_of(choice)}"
    elif found := guess.candidates.get(canonical):
        yield f"  # Decide which column is {canonical}, and remove the # before it:"
        for one in found[:MAX_CANDIDATES]:
            yield f"  # {canonical}: {quoted(one.name)}{examples_of(one)}"
    elif canonical in ORDERS.required_columns:
        yield f"  # {canonical}: needed, but no column of the file looks like it"
    else:
        yield f"  # {canonical}:"


def value_of(choice: Choice) -> str:
    """Return the YAML value of a canonical column."""
    if choice.is_hashed:
        return f"{{hashed: {quoted(choice.columns[0].name)}}}"
    if not choice.sql:
        return quoted(choice.columns[0].name)
    is_plain = re.fullmatch(r"[\w* ()+.-]+", choice.sql)
    return f"{{sql: {choice.sql if is_plain else quoted(choice.sql)}}}"


def examples_of(column: Column) -> str:
    """Return some values as a comment, but no personal data."""
    if is_personal(column.concepts) or column.is_email:
        return ""
    values = [
        one
        for one in dict.fromkeys(column.values)
        if HARMLESS.fullmatch(one) and not PHONE.fullmatch(one)
    ]
    return f"  # such as {', '.join(values[:MAX_EXAMPLES])}" if values else ""


def yaml_list(words: list[str]) -> str:
    """Return texts as a YAML list."""
    return f"[{', '.join(map(quoted, words))}]"


def quoted(text: str) -> str:
    """Return a text as YAML in double quotes."""
    return yaml.safe_dump(
        text, default_style='"', width=float("inf"), allow_unicode=True
    ).strip()

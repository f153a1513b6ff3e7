"""Guess how a file writes dates, numbers and money, for its source block."""

from dataclasses import dataclass, field

from commands.sources.guessing.column import Column
from commands.sources.guessing.dates import likeliest
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.numbers import currency_of, styles_of

DATES = ("ordered_at", "shipped_at")
MONEY = ("sales_amount", "unit_price", "profit_amount")
NUMBERS = ("quantity", "discount_rate", *MONEY)


@dataclass
class FileFormat:
    """The settings of a block for the whole file.

    Attributes
    ----------
    date_formats : list of str
        Empty if no date needs a format.
    other_date_formats : list of str
        Formats that also read the sample, but as other days.
    decimal_comma : bool
    currency : str
        Code of the currency sign beside all amounts.
    quotes : str
        `none` if `"` is a plain character.
    carry_down : list of str
        Columns with values only on the first line of an order.
    items : str
        The list of items in each JSON record; empty if a record is a line.
    """

    date_formats: list[str] = field(default_factory=list)
    other_date_formats: list[str] = field(default_factory=list)
    decimal_comma: bool = False
    currency: str = ""
    quotes: str = ""
    carry_down: list[str] = field(default_factory=list)
    items: str = ""


def guess_format(guess: Guess) -> FileFormat:
    """Return the format of the chosen columns."""
    form = FileFormat(carry_down=guess.carried)
    found: dict[str, None] = {}
    others: dict[str, None] = {}
    for canonical in DATES:
        if columns := guess.columns(canonical):
            formats, other = formats_of(*columns)
            found |= dict.fromkeys(formats)
            others |= dict.fromkeys(other)
    form.date_formats = [*found]
    # If the format of one date column is certain, it decides between those of the
    # other.
    form.other_date_formats = [one for one in others if one not in found]
    numbers = [
        column
        for one in NUMBERS
        for column in (*guess.columns(one), *guess.candidates.get(one, ()))
    ]
    form.decimal_comma = any(
        styles_of(one.values) == {"comma"} or one.style == "comma" for one in numbers
    )
    money = [column for one in MONEY for column in guess.columns(one)]
    codes = {code for one in money if (code := currency_of(one.values))}
    if "currency" not in guess.chosen and len(codes) == 1:
        form.currency = codes.pop()
    return form


def formats_of(column: Column, times: Column | None = None) -> tuple[list, list]:
    """Return the likeliest formats of dates, and other possible formats."""
    alternatives = column.date_formats
    likely, is_open = likeliest(alternatives, column.values)
    if times:
        likely = with_times(likely, times)
        alternatives = [with_times(one, times) for one in alternatives]
    other = next(one for one in alternatives if one != likely) if is_open else []
    return likely, other


def with_times(formats: list[str], times: Column) -> list[str]:
    """Return formats of a date with a time, and of a date alone."""
    first = times.values[0]
    clock = "%H:%M:%S" if first.count(":") == 2 else "%H:%M"
    if first[-1] in "Mm":
        clock = clock.replace("%H", "%I") + (" %p" if " " in first else "%p")
    # ISO dates need a format only if another column adds a time.
    days = formats or ["%Y-%m-%d"]
    return [*(f"{day} {clock}" for day in days), *formats]

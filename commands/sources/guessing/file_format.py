"""How a file writes dates, numbers and money: what its block has to say of it."""

from dataclasses import dataclass, field

from commands.sources.guessing.column import Column
from commands.sources.guessing.dates import likeliest
from commands.sources.guessing.guess import Guess
from commands.sources.guessing.numbers import currency_of, styles_of

MOMENTS = ("ordered_at", "shipped_at")
NUMBERS = ("quantity", "unit_price", "discount_rate", "sales_amount", "profit_amount")
MONEY = ("sales_amount", "unit_price", "profit_amount")


@dataclass
class Settings:
    """What a block says of its whole file.

    Attributes
    ----------
    date_formats : list of str
        Empty where all dates need none.
    other_formats : list of str
        Formats that fit the sample just as well, but mean other days.
    decimal_comma : bool
    currency : str
        Code of the sign that stands beside all amounts.
    quotes : str
        `none` where a " is a letter like any other.
    carry_down : list of str
        Columns that stand on the first line of an order only.
    items : str
        The list in each record of JSON whose elements are lines.
    """

    date_formats: list[str] = field(default_factory=list)
    other_formats: list[str] = field(default_factory=list)
    decimal_comma: bool = False
    currency: str = ""
    quotes: str = ""
    carry_down: list[str] = field(default_factory=list)
    items: str = ""


def guess_settings(guess: Guess) -> Settings:
    """Return how the columns that were chosen are written."""
    said = Settings(carry_down=guess.carried)
    for canonical in MOMENTS:
        if found := columns_of(guess, canonical):
            column, *times = found
            way, is_open = likeliest(column.date_ways, column.values)
            ways = [*column.date_ways]
            if times:
                way, ways = (
                    with_times(way, times[0]),
                    [with_times(one, times[0]) for one in ways],
                )
            said.date_formats += [one for one in way if one not in said.date_formats]
            if is_open:
                other = next(one for one in ways if one != way)
                said.other_formats += [
                    one for one in other if one not in said.other_formats
                ]
    # A column that is sure tells how the other one is written.
    said.other_formats = [
        one for one in said.other_formats if one not in said.date_formats
    ]
    numbers = [
        column
        for one in NUMBERS
        for column in (*columns_of(guess, one), *guess.candidates.get(one, ()))
    ]
    said.decimal_comma = any(
        styles_of(one.values) == {"comma"} or one.style == "comma" for one in numbers
    )
    money = [column for one in MONEY for column in columns_of(guess, one)]
    codes = {code for one in money if (code := currency_of(one.values))}
    if "currency" not in guess.chosen and len(codes) == 1:
        said.currency = codes.pop()
    return said


def with_times(way: list[str], times: Column) -> list[str]:
    """Return formats of a date and its time, and of the date where that is empty."""
    first = times.values[0]
    clock = "%H:%M:%S" if first.count(":") == 2 else "%H:%M"
    if first[-1] in "Mm":
        clock = clock.replace("%H", "%I") + (" %p" if " " in first else "%p")
    # ISO dates need no format; with a time of half a day they do.
    days = way or ["%Y-%m-%d"]
    return [*(f"{day} {clock}" for day in days), *way]


def columns_of(guess: Guess, canonical: str) -> tuple[Column, ...]:
    """Return the file's own columns that are read for a canonical one."""
    choice = guess.chosen.get(canonical)
    return choice.columns if choice else ()

"""What the values of a column can be."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from commands.sources.guessing.column_names import concepts_of
from commands.sources.guessing.dates import formats_of, is_epoch
from commands.sources.guessing.numbers import read_number, sign_of, styles_of

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MONEY_OBJECT = re.compile(r"money\.amount$", re.I)
# Words of letters alone, as names of people are and codes of customers are not.
NAME = re.compile(r"(?:[^\W\d_]|['’-])+[.,]? +[^\W\d_]")
PHONE = re.compile(r"(\+|0)\d[\d /()-]{7,}")
# Texts that stand for nothing; they say nothing of how a column is written.
NOTHING = {"", "null", "none", "n/a", "na", "nan", "-", "--", "\\n"}
# The share of values that may be something else, such as the total at the end.
STRAY = 0.05
# The share of values with a digit in a column of dates.
MOSTLY = 0.8


@dataclass(frozen=True)
class Column:
    """A column of a file with a sample of its values.

    Attributes
    ----------
    name : str
    cells : tuple of str
        One for each line of the sample, without blanks around it.
    style : str
        How the file writes numbers: `point` or `comma`.
    """

    name: str
    cells: tuple[str, ...]
    style: str = "point"

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Return what the words of its name mean."""
        return concepts_of(self.name)

    @cached_property
    def values(self) -> list[str]:
        """Return the values that are there."""
        return [one for one in self.cells if one.casefold() not in NOTHING]

    @cached_property
    def filled(self) -> float:
        """Return the share of lines with a value."""
        return len(self.values) / len(self.cells) if self.cells else 0.0

    @cached_property
    def different(self) -> int:
        """Return how many different values there are."""
        return len(set(self.values))

    @cached_property
    def is_unique(self) -> bool:
        """Return whether every line has a value of its own."""
        return self.filled == 1 and self.different == len(self.cells)

    @cached_property
    def date_ways(self) -> list[list[str]]:
        """Return the ways to read its values as dates; none where they are no dates.

        Words in between, such as those of subtotals, are left out.
        """
        dates = [one for one in self.values if any(map(str.isdigit, one))]
        return formats_of(dates) if len(dates) >= MOSTLY * len(self.values) else []

    @cached_property
    def is_plain_dates(self) -> bool:
        """Return whether its values are dates, whatever its name says.

        A whole number is one only by its name.
        """
        return bool(self.date_ways) and not any(one.isdigit() for one in self.values)

    @cached_property
    def is_epoch(self) -> bool:
        """Return whether its values may be seconds or milliseconds since 1970."""
        return bool(self.values) and all(map(is_epoch, self.values))

    @cached_property
    def styles(self) -> set[str]:
        """Return the styles in which nearly all of its values are numbers."""
        return {
            style
            for style in ("point", "comma")
            if self.values
            and sum(read_number(one, style) is None for one in self.values)
            <= STRAY * len(self.values)
        }

    @cached_property
    def numbers(self) -> list[Decimal | None]:
        """Return the cells as numbers, None where one is none."""
        return [read_number(one, self.style) for one in self.cells]

    @cached_property
    def is_number(self) -> bool:
        """Return whether nearly all of its values are numbers."""
        return self.style in self.styles

    @cached_property
    def has_fractions(self) -> bool:
        """Return whether any number has decimals other than zeros."""
        return any(one is not None and one % 1 for one in self.numbers)

    @cached_property
    def is_percent(self) -> bool:
        """Return whether its values have a sign of percent."""
        return bool(self.values) and all(sign_of(one) == "%" for one in self.values)

    @cached_property
    def has_money_signs(self) -> bool:
        """Return whether signs or codes of a currency stand beside its numbers."""
        signs = {sign_of(one) for one in self.values} - {"", "%"}
        return self.is_number and bool(signs)

    @cached_property
    def is_email(self) -> bool:
        """Return whether most of its values are e-mail addresses."""
        fits = sum(bool(EMAIL.fullmatch(one)) for one in self.values)
        return bool(self.values) and fits > len(self.values) / 2

    @cached_property
    def is_names(self) -> bool:
        """Return whether most of its values may be names or telephones of people."""
        fits = sum(
            # Of digits alone are numbers of customers, too.
            bool(NAME.match(one) or PHONE.fullmatch(one) and not one.isdigit())
            for one in self.values
        )
        return bool(self.values) and fits > len(self.values) / 2

    @cached_property
    def is_cents(self) -> bool:
        """Return whether its values are amounts in cents: whole, and named so.

        An object of an amount of money and its currency mostly holds them, too.
        """
        is_named = "cents" in self.concepts or MONEY_OBJECT.search(self.name)
        return self.is_number and not self.has_fractions and bool(is_named)

    @cached_property
    def is_flag(self) -> bool:
        """Return whether its values are but yes and no."""
        flags = {"true", "false", "yes", "no", "0", "1", "y", "n", "t", "f"}
        return bool(self.values) and {one.casefold() for one in self.values} <= flags

    @cached_property
    def is_words(self) -> bool:
        """Return whether it has few different values that are words."""
        few = self.different <= max(12, len(self.values) // 4)
        return bool(self.values) and few and not (self.is_number or self.is_flag)


def columns_of(names: list[str], rows: list[list]) -> list[Column]:
    """Return the columns of a sample, with how the file writes numbers."""
    cells = [
        tuple(
            str(row[place]).strip()
            if place < len(row) and row[place] is not None
            else ""
            for row in rows
        )
        for place in range(len(names))
    ]
    columns = [Column(name, found) for name, found in zip(names, cells, strict=True)]
    style = style_of(columns)
    return [Column(one.name, one.cells, style) for one in columns]


def style_of(columns: list[Column]) -> str:
    """Return whether a point or a comma stands before decimals in the file."""
    only = [styles_of(one.values) for one in columns if not one.is_plain_dates]
    only = [styles.pop() for styles in only if len(styles) == 1]
    return "comma" if only.count("comma") > only.count("point") else "point"

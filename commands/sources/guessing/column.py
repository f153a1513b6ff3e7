"""A column of a file, and the kinds of its values."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from commands.sources.guessing.column_names import concepts_of
from commands.sources.guessing.dates import formats_of
from commands.sources.guessing.numbers import read_number, sign_of, styles_of

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MONEY_OBJECT = re.compile(r"money\.amount$", re.I)
# The names of people are two words of letters; customer codes have other forms.
NAME = re.compile(r"(?:[^\W\d_]|['’-])+[.,]? +[^\W\d_]")
PHONE = re.compile(r"(\+|0)\d[\d /()-]{7,}")
FLAGS = {"true", "false", "yes", "no", "0", "1", "y", "n", "t", "f"}
# Words for a missing value.
MISSING = {"", "null", "none", "n/a", "na", "nan", "-", "--", "\\n"}
# In a column of numbers, at most this share of the values are no numbers.
MAX_OTHERS = 0.05
# In a column of dates, at least this share of the values has a digit.
MIN_DATES = 0.8
# A column counts as words if it has at most 12 different values, or at most one
# different value per four lines.
MAX_WORDS = 12


@dataclass(frozen=True)
class Column:
    """A column of a file with a sample of its values.

    Attributes
    ----------
    name : str
    cells : tuple of str
        One value per line of the sample, without blanks around it.
    style : str
        The decimal mark of the file: `point` or `comma`.
    """

    name: str
    cells: tuple[str, ...]
    style: str = "point"

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Return the concepts in its name."""
        return concepts_of(self.name)

    @cached_property
    def values(self) -> list[str]:
        """Return the cells that are not missing."""
        return [one for one in self.cells if one.casefold() not in MISSING]

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
        """Return whether every line has a different value."""
        return self.filled == 1 and self.different == len(self.cells)

    @cached_property
    def date_formats(self) -> list[list[str]]:
        """Return the alternative lists of formats that read its values as dates.

        Values without a digit, such as words for subtotals, are ignored.
        """
        dates = [one for one in self.values if any(map(str.isdigit, one))]
        return formats_of(dates) if len(dates) >= MIN_DATES * len(self.values) else []

    @cached_property
    def is_dates(self) -> bool:
        """Return whether its values are dates. Whole numbers may be ids."""
        return bool(self.date_formats) and not any(one.isdigit() for one in self.values)

    @cached_property
    def numbers(self) -> list[Decimal | None]:
        """Return the cells as numbers; None for other cells."""
        return [read_number(one, self.style) for one in self.cells]

    @cached_property
    def is_number(self) -> bool:
        """Return whether nearly all of its values are numbers."""
        others = sum(read_number(one, self.style) is None for one in self.values)
        return bool(self.values) and others <= MAX_OTHERS * len(self.values)

    @cached_property
    def has_fractions(self) -> bool:
        """Return whether any number is not whole."""
        return any(one is not None and one % 1 for one in self.numbers)

    @cached_property
    def is_percent(self) -> bool:
        """Return whether all values have a percent sign."""
        return bool(self.values) and all(sign_of(one) == "%" for one in self.values)

    @cached_property
    def has_money_signs(self) -> bool:
        """Return whether its numbers have signs or codes of a currency."""
        signs = {sign_of(one) for one in self.values} - {"", "%"}
        return self.is_number and bool(signs)

    @cached_property
    def is_email(self) -> bool:
        """Return whether most values are e-mail addresses."""
        return self.share_is_high(EMAIL.fullmatch(one) for one in self.values)

    @cached_property
    def is_names(self) -> bool:
        """Return whether most values may be names or telephone numbers of people."""
        # Digits alone may also be a customer number, so they do not count.
        return self.share_is_high(
            NAME.match(one) or PHONE.fullmatch(one) and not one.isdigit()
            for one in self.values
        )

    def share_is_high(self, matches) -> bool:
        """Return whether `matches` is true for most values."""
        return sum(map(bool, matches)) > len(self.values) / 2

    @cached_property
    def is_cents(self) -> bool:
        """Return whether its values are whole numbers and its name means cents.

        Amounts within a JSON object such as `total_money` are mostly in cents.
        """
        is_named = "cents" in self.concepts or MONEY_OBJECT.search(self.name)
        return self.is_number and not self.has_fractions and bool(is_named)

    @cached_property
    def is_flag(self) -> bool:
        """Return whether its values are only yes and no."""
        return bool(self.values) and {one.casefold() for one in self.values} <= FLAGS

    @cached_property
    def is_words(self) -> bool:
        """Return whether its values are words, and few of them differ."""
        few = self.different <= max(MAX_WORDS, len(self.values) // 4)
        return bool(self.values) and few and not (self.is_number or self.is_flag)


def columns_of(names: list[str], rows: list[list]) -> list[Column]:
    """Return the columns of a sample; a row may be shorter than the names."""
    cells = [
        tuple(
            "" if place >= len(row) or row[place] is None else str(row[place]).strip()
            for row in rows
        )
        for place in range(len(names))
    ]
    columns = [Column(name, found) for name, found in zip(names, cells, strict=True)]
    styles = [styles_of(one.values) for one in columns if not one.is_dates]
    if styles.count({"comma"}) <= styles.count({"point"}):
        return columns
    return [Column(one.name, one.cells, "comma") for one in columns]

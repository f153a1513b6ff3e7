"""The source of each canonical column, and the columns that are still open."""

from dataclasses import dataclass, field

from commands.sources.guessing.column import Column
from ingest.datasets import ORDERS


@dataclass(frozen=True)
class Choice:
    """The source of a canonical column.

    Attributes
    ----------
    columns : tuple of Column
        The file's own columns.
    sql : str
        An expression over them; empty if the first column is read unchanged.
    is_hashed : bool
        Whether only a keyed hash of the value is published.
    """

    columns: tuple[Column, ...]
    sql: str = ""
    is_hashed: bool = False


@dataclass
class Guess:
    """The likely choice for each canonical column.

    Attributes
    ----------
    chosen : dict of str to Choice
    candidates : dict of str to list of Column
        Columns in a tie, or columns whose values fit although no name fits.
    left_out : list of str
        Columns of refunds and discounts that are not subtracted.
    carried : list of str
        Canonical columns with values only on the first line of an order.
    """

    chosen: dict[str, Choice] = field(default_factory=dict)
    candidates: dict[str, list[Column]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Return the needed columns without a choice."""
        return [one for one in ORDERS.required_columns if one not in self.chosen]

    @property
    def used(self) -> set[str]:
        """Return the names of all columns that are read."""
        return {one.name for choice in self.chosen.values() for one in choice.columns}

    def columns(self, canonical: str) -> tuple[Column, ...]:
        """Return the file's own columns that are read for a canonical column."""
        choice = self.chosen.get(canonical)
        return choice.columns if choice else ()

    def column(self, canonical: str) -> Column | None:
        """Return the column that is read unchanged as a canonical column, if any."""
        choice = self.chosen.get(canonical)
        return choice.columns[0] if choice and not choice.sql else None


def quoted_name(name: str) -> str:
    """Return the name of a file's own column as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'

"""What each column of a file is taken for, and what is left open."""

from dataclasses import dataclass, field

from commands.sources.guessing.column import Column
from ingest.datasets import ORDERS


@dataclass(frozen=True)
class Choice:
    """What a canonical column is read from.

    Attributes
    ----------
    columns : tuple of Column
        The file's own columns that are read.
    sql : str
        An expression over them; empty where a column is taken as it is.
    is_hashed : bool
        Whether the value is published as a keyed hash only.
    """

    columns: tuple[Column, ...]
    sql: str = ""
    is_hashed: bool = False


@dataclass
class Guess:
    """What each canonical column is likely read from, and what is left open.

    Attributes
    ----------
    chosen : dict of str to Choice
    candidates : dict of str to list of Column
        Columns among which nothing decides, or that may be meant where no name says so.
    left_out : list of str
        Columns of refunds and discounts that are not taken off.
    carried : list of str
        Canonical columns that stand on the first line of an order only.
    """

    chosen: dict[str, Choice] = field(default_factory=dict)
    candidates: dict[str, list[Column]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Return the needed columns that are open."""
        return [one for one in ORDERS.required_columns if one not in self.chosen]

    def column(self, canonical: str) -> Column | None:
        """Return the column that is taken as it is for a canonical one."""
        choice = self.chosen.get(canonical)
        return choice.columns[0] if choice and not choice.sql else None


def quoted_name(name: str) -> str:
    """Return the name of a file's own column as SQL reads it."""
    return '"' + name.replace('"', '""') + '"'

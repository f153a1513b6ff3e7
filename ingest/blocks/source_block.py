"""What a source block says, once it is read."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.blocks.expressions import Reference, columns_read, simplify
from ingest.datasets import DATASETS, Dataset

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class SourceBlock:
    """One source, as its YAML block describes it.

    Attributes
    ----------
    holds : str
        What a line of its files is: `orders`, or `events` of customers.
    names : dict
        The headers, in order of preference, under which a canonical column may
        stand in the file.
    expressions : dict
        SQL over the other canonical columns, typed, and the file's own, for a
        canonical column that the file has under none of its names; in order of
        preference.
    without_header : list of lists
        Canonical columns by position (None skips one), for files that begin
        with an order; the list that is as long as the line holds.
    skip_lines : int or None
        Lines above the header; None where it is to be found.
    quotes : str
        What quotes around values are: `double`, or `none`.
    records : str
        Path to the list of records, where a JSON file is one object.
    items : str
        Path to a list in a record of JSON, of which each element is a line.
    return_when : str
        SQL condition that makes a line a return: its quantity, sales and profit
        are negative, however the file writes them.
    statuses : dict
        What a status says became of an order (`counted`, `cancelled`, `returned` or
        `pending`), by its simplified text.
    currency : str
        What money is counted in, for files that do not say so in a column.
    anonymous_lines : str
        Whether lines without a customer are an error: `reject` or `excluded`.
    where : str
        SQL condition; lines for which it is not true are left out.
    carry_down : list of str
        Columns that stand on the first line of an order only.
    relation : str
        A table that is read in place of files, or a query in brackets.
    updated_at : str
        Its column that says when a row was last changed, or an id that grows.
    """

    name: str
    description: str = ""
    holds: str = "orders"
    names: dict[str, list[str]] = field(default_factory=dict)
    expressions: dict[str, list[str]] = field(default_factory=dict)
    without_header: list[list[str | None]] = field(default_factory=list)
    default_path: str = ""
    date_formats: list[str] = field(
        default_factory=lambda: ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]
    )
    time_zone: str = "UTC"
    delimiter: str = ""
    encoding: str = ""
    skip_lines: int | None = None
    quotes: str = "double"
    records: str = ""
    items: str = ""
    decimal_comma: bool = False
    return_when: str = ""
    statuses: dict[str, str] = field(default_factory=dict)
    currency: str = ""
    anonymous_lines: str = "reject"
    where: str = ""
    carry_down: list[str] = field(default_factory=list)
    relation: str = ""
    updated_at: str = ""

    @property
    def own_path(self) -> str:
        """Return the path that the block names, as seen from where the command runs."""
        in_project = PROJECT / self.default_path
        if self.default_path and not Path(self.default_path).exists():
            return str(in_project) if in_project.exists() else self.default_path
        return self.default_path

    @property
    def dataset(self) -> Dataset:
        """Return which columns its lines may have."""
        return DATASETS[self.holds]

    @property
    def conditions(self) -> dict[str, str]:
        """Return the SQL of the conditions that the block has, by their settings."""
        said = {"where": self.where, "return_when": self.return_when}
        return {name: sql for name, sql in said.items() if sql}

    @cached_property
    def own_names(self) -> dict[str, str]:
        """Return the file's own columns that its SQL names, by simplified name."""
        options = [sql for some in self.expressions.values() for sql in some]
        columns = [
            column
            for sql in (*options, *self.conditions.values())
            for column in columns_read(sql)
            if not canonical_name(column, self.dataset)
        ]
        return {simplify(one.name): one.name for one in reversed(columns)}

    @cached_property
    def own_keys(self) -> dict[str, str]:
        """Return what these columns are called in queries, by simplified name."""
        names = sorted(self.own_names)
        return {name: f"own_{number}" for number, name in enumerate(names, start=1)}


def canonical_name(column: Reference, dataset: Dataset) -> str:
    """Return the canonical column that an expression means; else nothing."""
    name = column.name.lower()
    is_one = not column.is_own and name in dataset.column_names
    return name if is_one else ""

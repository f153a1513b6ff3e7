"""A source block: how the files or the table of one source are read."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.blocks.expressions import Reference, columns_read, simplify
from ingest.datasets import DATASETS, Dataset

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class SourceBlock:
    """One source, as its YAML block describes it; docs/sources.md has the settings.

    Attributes
    ----------
    names : dict
        The headers of each canonical column, in order of preference.
    expressions : dict
        SQL of each canonical column that has none of its headers in the file, in order
        of preference. It reads other canonical columns, typed, and the file's own.
    without_header : list of lists
        Canonical columns by position (None skips one); the list with as many columns
        as the line counts.
    skip_lines : int or None
        Lines above the header; None to search for it.
    statuses : dict
        What a status means (`counted`, `cancelled`, `returned` or `pending`), by its
        simplified text.
    relation : str
        A table that is read instead of files, or a query in brackets.
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
        """Return `default_path`: as it is, or in the project where it exists there."""
        in_project = PROJECT / self.default_path
        if self.default_path and not Path(self.default_path).exists():
            return str(in_project) if in_project.exists() else self.default_path
        return self.default_path

    @property
    def dataset(self) -> Dataset:
        """Return the dataset of its lines."""
        return DATASETS[self.holds]

    @property
    def conditions(self) -> dict[str, str]:
        """Return the SQL of the block's conditions by setting."""
        conditions = {"where": self.where, "return_when": self.return_when}
        return {name: sql for name, sql in conditions.items() if sql}

    @cached_property
    def all_sql(self) -> list[tuple[str, str]]:
        """Return every expression and condition, with its column or setting."""
        options = [
            (name, sql) for name, all_ in self.expressions.items() for sql in all_
        ]
        return [*options, *self.conditions.items()]

    @cached_property
    def extra_columns(self) -> dict[str, str]:
        """Return the file's own columns that the SQL reads, by simplified name."""
        columns = [
            column
            for _, sql in self.all_sql
            for column in columns_read(sql)
            if not canonical_name(column, self.dataset)
        ]
        return {simplify(one.name): one.name for one in reversed(columns)}

    @cached_property
    def extra_keys(self) -> dict[str, str]:
        """Return the names of these columns in queries, by simplified name."""
        names = sorted(self.extra_columns)
        return {name: f"extra_{number}" for number, name in enumerate(names, start=1)}


def canonical_name(column: Reference, dataset: Dataset) -> str:
    """Return the canonical column that an expression reads; empty for another one."""
    name = column.name.lower()
    return name if not column.is_of_file and name in dataset.column_names else ""

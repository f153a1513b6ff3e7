"""A source block: the settings by which files or a table of one source are read."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.blocks.expressions import Reference, columns_read, simplify
from ingest.datasets import DATASETS, Dataset

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class SourceBlock:
    """The settings of a YAML block; docs/sources.md explains each.

    Attributes
    ----------
    names : dict
        The possible headers of each canonical column, the preferred one first.
    expressions : dict
        The possible SQL of each canonical column that the file does not have, the
        preferred expression first. An expression reads typed canonical columns and
        columns of the file.
    without_header : list of lists
        Lists of canonical columns by position; None skips a column. The list that has
        as many columns as the first line applies.
    skip_lines : int or None
        The number of lines above the header; None to search for the header.
    statuses : dict
        The meaning of each status: `counted`, `cancelled`, `returned` or `pending`. The
        statuses are in lower case, without blanks, `_` and `-`.
    relation : str
        The name of a table that is read instead of files, or a query in brackets.
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
        """Return `default_path`, in the project's folder if it exists only there."""
        in_project = PROJECT / self.default_path
        is_elsewhere = not self.default_path or Path(self.default_path).exists()
        if is_elsewhere or not in_project.exists():
            return self.default_path
        return str(in_project)

    @property
    def dataset(self) -> Dataset:
        """Return the dataset to which the lines of the block belong."""
        return DATASETS[self.holds]

    @property
    def conditions(self) -> dict[str, str]:
        """Return the SQL of `where` and `return_when`, without empty settings."""
        conditions = {"where": self.where, "return_when": self.return_when}
        return {name: sql for name, sql in conditions.items() if sql}

    @cached_property
    def all_sql(self) -> list[tuple[str, str]]:
        """Return pairs of a column or setting of the block and its SQL."""
        options = [
            (name, sql) for name, all_ in self.expressions.items() for sql in all_
        ]
        return [*options, *self.conditions.items()]

    @cached_property
    def extra_columns(self) -> dict[str, str]:
        """Return the file's columns that only SQL names, by simplified name."""
        columns = [
            column
            for _, sql in self.all_sql
            for column in columns_read(sql)
            if not canonical_name(column, self.dataset)
        ]
        return {simplify(one.name): one.name for one in reversed(columns)}

    @cached_property
    def extra_keys(self) -> dict[str, str]:
        """Return the key `extra_<number>` of each extra column, by simplified name."""
        names = sorted(self.extra_columns)
        return {name: f"extra_{number}" for number, name in enumerate(names, start=1)}


def canonical_name(column: Reference, dataset: Dataset) -> str:
    """Return the canonical column of a reference; "" for a column of the file."""
    name = column.name.lower()
    return name if not column.is_of_file and name in dataset.column_names else ""

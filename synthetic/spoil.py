"""Damage a small share of the lines, as in real files."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Shares of the lines. All shares together stay well below one percent, because a build
# warns from one percent on.
DAMAGES = {
    "no_customer": 0.0007,
    "no_order": 0.0007,
    "unreadable_date": 0.0007,
    "year_one": 0.0006,
    "unreadable_amount": 0.0008,
    "not_a_number": 0.0006,
    "duplicate": 0.0030,
    "corrected": 0.0010,
}
UNREADABLE_DATES = ("not a date", "31/02/2024")
UNREADABLE_AMOUNTS = ("n/a", "12,50 EUR")


@dataclass
class Column:
    """A kind of damage: it overwrites a column with several values by turns."""

    damage: str
    name: str
    values: tuple[str | None, ...]


OVERWRITTEN = (
    Column("no_customer", "customer_id", (None,)),
    Column("no_order", "order_id", (None,)),
    Column("unreadable_date", "ordered_at", UNREADABLE_DATES),
    Column("year_one", "ordered_at", ("0001-01-01 00:00:00",)),
    Column("unreadable_amount", "sales_amount", UNREADABLE_AMOUNTS),
    Column("not_a_number", "sales_amount", ("NaN",)),
)


def first_lines(customers: np.ndarray) -> np.ndarray:
    """Return a mask of each customer's first line."""
    mask = np.zeros(len(customers), dtype=bool)
    mask[np.unique(customers, return_index=True)[1]] = True
    return mask


def draw_damages(
    generator: np.random.Generator, customers: np.ndarray
) -> dict[str, np.ndarray]:
    """Draw the positions of the lines that each damage changes.

    A line has at most one damage. The first line of a customer has none, so that every
    customer keeps a good line.
    """
    bounds = np.cumsum(list(DAMAGES.values()))
    kind = np.searchsorted(bounds, generator.random(len(customers)), side="right")
    kind[first_lines(customers)] = len(DAMAGES)
    return {name: np.flatnonzero(kind == row) for row, name in enumerate(DAMAGES)}


def overwrite(table: pa.Table, rows: np.ndarray, column: Column) -> pa.Table:
    """Return the table; in `rows`, the values of `column` replace the former ones."""
    mask = np.zeros(len(table), dtype=bool)
    mask[rows] = True
    values = [column.values[turn % len(column.values)] for turn in range(len(rows))]
    replaced = pc.replace_with_mask(
        table[column.name].combine_chunks(),
        pa.array(mask),
        pa.array(values, pa.string()),
    )
    return table.set_column(
        table.column_names.index(column.name), column.name, replaced
    )


def repeat(table: pa.Table, hit: dict[str, np.ndarray]) -> pa.Table:
    """Return the table with duplicates, and wrong lines before corrections."""
    repeated = np.concatenate([hit["duplicate"], hit["corrected"]])
    rows = np.sort(np.concatenate([np.arange(len(table)), repeated]))
    mistakes = np.searchsorted(rows, hit["corrected"])
    table = table.take(pa.array(rows))
    # The decimal point is missing: 12.50 became 1250.
    amounts = table["sales_amount"].take(pa.array(mistakes)).to_pylist()
    wrong = tuple(amount.replace(".", "") for amount in amounts)
    return overwrite(table, mistakes, Column("corrected", "sales_amount", wrong))


def spoil(
    generator: np.random.Generator, table: pa.Table, customers: np.ndarray
) -> pa.Table:
    """Return the table with damaged, repeated and corrected lines.

    Parameters
    ----------
    generator : numpy.random.Generator
        It is called for one number per line.
    table : pyarrow.Table
        Clean lines from `make_table`.
    customers : int array of shape (n_lines,)
        The customer of each line.

    Returns
    -------
    pyarrow.Table
        More lines than before; `ordered_at` and `sales_amount` are text. A wrong line
        comes directly before its correction.
    """
    hit = draw_damages(generator, customers)
    for name in ("ordered_at", "sales_amount"):
        text = table[name].cast(pa.string())
        table = table.set_column(table.column_names.index(name), name, text)
    for column in OVERWRITTEN:
        table = overwrite(table, hit[column.damage], column)
    return repeat(table, hit)

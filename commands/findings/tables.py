"""Tables and words in which findings are printed."""

from rich.table import Table
from rich.text import Text

# Headings of columns whose cells are words of ours.
UNBROKEN = ("column", "verdict", "reason", "means", "says")


def make_table(*headings: str) -> Table:
    """Return an empty table; counts stand to the right, long cells go over lines."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        is_count = heading in ("lines", "rejected", "sales")
        table.add_column(
            heading,
            justify="right" if is_count else "left",
            overflow="fold",
            no_wrap=heading in UNBROKEN or is_count,
        )
    return table


def add_row(table: Table, *cells: str):
    """Add a row of texts in which nothing is markup."""
    table.add_row(*(Text(cell) for cell in cells))


def count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def describe_example(example: dict, labels: dict) -> str:
    """Return an example, such as `'12,50' in line 7 of may.csv`."""
    place = f"line {example['line']:,}"
    if len(labels) > 1:
        place += f" of {labels[example['file']]}"
    return f"{shorten(example['example'])} in {place}" if example["example"] else place


def shorten(value: str) -> str:
    """Return a value in quotes, without what a terminal would obey."""
    return repr(value if len(value) <= 24 else value[:21] + "...")

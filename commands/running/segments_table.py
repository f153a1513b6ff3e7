"""The segments at the end of a build."""

from collections.abc import Iterable

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table


def print_table(segments: Iterable[tuple], console: Console) -> None:
    """Print segments: id, name, customers, share of the revenue, and what to do."""
    table = Table(box=SIMPLE)
    for heading in ("id", "segment", "customers", "revenue", "what to do"):
        is_number = heading in ("id", "customers", "revenue")
        table.add_column(heading, justify="right" if is_number else "left")
    for number, name, customers, share, action in segments:
        table.add_row(str(number), name, f"{customers:,}", f"{share or 0:.1%}", action)
    console.print(table, markup=False)

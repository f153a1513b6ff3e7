"""Print sentences and tables in the terminal."""

import sys
from collections.abc import Iterable

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

# The style of a table without lines.
PLAIN = {"box": None, "padding": (0, 2, 0, 0), "header_style": "bold"}


def open_console(*, stderr: bool = False) -> Console:
    """Return a console that prints texts without interpreting markup."""
    stream = sys.stderr if stderr else sys.stdout
    # A file or a pipe has no width, so the console gets one.
    width = None if stream.isatty() else 100
    return Console(
        stderr=stderr, width=width, markup=False, highlight=False, soft_wrap=True
    )


def print_table(
    console: Console, columns: dict[str, str], rows: Iterable[tuple], **style
) -> None:
    """Print rows as a table.

    Parameters
    ----------
    console : rich.console.Console
    columns : dict of heading to format
        A column without a format is text; a column with a format is aligned right.
    rows : iterable of tuple
        One value per column; None becomes an empty cell.
    style : dict
        Arguments of `rich.table.Table`.
    """
    table = Table(**{"box": SIMPLE, **style})
    for heading, form in columns.items():
        justify = "right" if form else "left"
        table.add_column(heading, justify=justify, no_wrap=bool(form), overflow="fold")
    for row in rows:
        cells = zip(row, columns.values(), strict=True)
        texts = [
            "" if one is None else (form or "{}").format(one) for one, form in cells
        ]
        table.add_row(*map(Text, texts))
    console.print(table, soft_wrap=False)


def count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

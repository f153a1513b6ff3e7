"""Tables that are built on request only, and printed as they are."""

import sys

import duckdb
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from bi.lock import LOCK_WAIT_SECONDS, LockedError
from bi.paths import warehouse_path
from bi.warehouse import WarehouseError, hold_to_write
from commands.running.dbt import run_dbt


def build_and_print(model: str, query: str, looks: dict[str, str], words: str) -> int:
    """Build a model with dbt, print what a query finds, and return the exit status.

    Parameters
    ----------
    model : str
        What dbt is to select.
    query : str
        Of the warehouse.
    looks : dict of heading to format
        One per column of the query; a column with an empty format is text.
    words : str
        What is said below the table.
    """
    progress = Console(stderr=True)
    try:
        with hold_to_write(warehouse_path(), LOCK_WAIT_SECONDS):
            status = run_dbt(["build", "--select", model], progress)
    except (LockedError, WarehouseError) as error:
        progress.print(str(error), style="red", markup=False, soft_wrap=True)
        return 1
    if status != 0:
        return status
    with duckdb.connect(str(warehouse_path()), read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    table = Table(box=SIMPLE)
    for heading, look in looks.items():
        table.add_column(heading, justify="right" if look else "left", no_wrap=True)
    for row in rows:
        shown = [
            "" if value is None else (look or "{}").format(value)
            for value, look in zip(row, looks.values(), strict=True)
        ]
        table.add_row(*shown)
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table, markup=False)
    console.print(words, markup=False, highlight=False)
    return 0

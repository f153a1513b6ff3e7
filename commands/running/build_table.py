"""Build a table that a normal build leaves out, and print it."""

import duckdb

from bi.lock import LockedError
from bi.paths import warehouse_path
from bi.warehouse import WarehouseError, hold_to_write
from commands.running.dbt import run_dbt
from commands.terminal import open_console, print_table

# In this width, ten columns fit side by side, and each name of a method on one line.
WIDTH = 120


def build_and_print(model: str, query: str, columns: dict[str, str], note: str) -> int:
    """Build a model and print a query of the warehouse; return the exit status.

    Parameters
    ----------
    model : str
        The name of the model, for `--select` of dbt.
    query : str
    columns : dict of heading to format
        One per column of the query, as `print_table` takes them.
    note : str
        The sentences to print below the table.
    """
    progress = open_console(stderr=True)
    try:
        with hold_to_write(warehouse_path()):
            status = run_dbt(["build", "--select", model], progress)
    except (LockedError, WarehouseError) as error:
        progress.print(str(error), style="red")
        return 1
    if status != 0:
        return status
    with duckdb.connect(str(warehouse_path()), read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    console = open_console()
    console.width = max(console.width, WIDTH)
    print_table(console, columns, rows)
    console.print(note, soft_wrap=False)
    return 0

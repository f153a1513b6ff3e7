"""Build a table that a normal build leaves out, and print it."""

import duckdb

from bi.lock import LockedError
from bi.paths import warehouse_path
from bi.warehouse import WarehouseError, hold_to_write
from commands.running.dbt import run_dbt
from commands.terminal import open_console, print_table

# In this width, ten columns fit side by side, and each name of a method on one line.
WIDTH = 120
# `make test` runs them.
UNIT_TESTS = "resource_type:unit_test"


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
    status = build(model)
    if status != 0:
        return status
    console = open_console()
    console.width = max(console.width, WIDTH)
    print_table(console, columns, read(query))
    console.print(note, soft_wrap=False)
    return 0


def build(model: str) -> int:
    """Build a model with dbt and print its progress; return the exit status."""
    progress = open_console(stderr=True)
    try:
        with hold_to_write(warehouse_path()):
            arguments = ["build", "--select", model, "--exclude", UNIT_TESTS]
            return run_dbt(arguments, progress)
    except (LockedError, WarehouseError) as error:
        progress.print(str(error), style="red")
        return 1


def read(query: str) -> list[tuple]:
    """Return the rows of a query of the warehouse."""
    with duckdb.connect(str(warehouse_path()), read_only=True) as connection:
        return connection.execute(query).fetchall()

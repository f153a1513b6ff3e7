"""Build a table that a normal build leaves out, and read it."""

import duckdb

from bi.lock import LockedError
from bi.paths import warehouse_path
from bi.places.errors import PlaceError
from bi.places.warehouse import refuse_foreign_warehouse
from bi.warehouse import WarehouseError, hold_to_write
from commands.running.dbt import run_dbt
from commands.terminal import open_console

# `make test` runs them.
UNIT_TESTS = "resource_type:unit_test"


def build(model: str) -> int:
    """Build a model with dbt and print its progress; return the exit status."""
    progress = open_console(stderr=True)
    try:
        refuse_foreign_warehouse(warehouse_path())
        with hold_to_write(warehouse_path()):
            arguments = ["build", "--select", model, "--exclude", UNIT_TESTS]
            return run_dbt(arguments, progress)
    except (LockedError, PlaceError, WarehouseError) as error:
        progress.print(str(error), style="red")
        return 1


def read(query: str) -> list[tuple]:
    """Return the rows of a query of the warehouse."""
    with duckdb.connect(str(warehouse_path()), read_only=True) as connection:
        return connection.execute(query).fetchall()

"""What publishing and the report share: reading a warehouse, replacing a file."""

import os
import time
from pathlib import Path

import duckdb

LOCK_WAIT_SECONDS = 15


class WarehouseError(RuntimeError):
    """Why a warehouse cannot be read, in a sentence."""


def attach(
    warehouse: Path, wait_seconds: float = LOCK_WAIT_SECONDS
) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection with the warehouse attached to read.

    Raises
    ------
    WarehouseError
        The file is missing, or another process keeps it locked.
    """
    if not warehouse.is_file():
        raise WarehouseError(f"There is no warehouse '{warehouse}': run `make build`.")
    connection = duckdb.connect(":memory:")
    last_try = time.monotonic() + wait_seconds
    while True:
        try:
            connection.execute(
                f"attach {literal(str(warehouse))} as warehouse (read_only)"
            )
            return connection
        except duckdb.IOException as error:
            if time.monotonic() > last_try:
                connection.close()
                raise WarehouseError(
                    f"The warehouse '{warehouse}' could not be opened within "
                    f"{wait_seconds} seconds: {str(error).splitlines()[0]} "
                    "Close the program that writes to it and try again."
                ) from error
            time.sleep(0.5)


def literal(text: str) -> str:
    """Return a SQL text literal; paths and comments cannot be bound here."""
    return "'" + text.replace("'", "''") + "'"


def beside(path: Path) -> Path:
    """Return the temporary neighbour that is renamed to `path` at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.new")


def flush(path: Path) -> None:
    """Wait until the file is on the disk, so that a rename cannot overtake it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())

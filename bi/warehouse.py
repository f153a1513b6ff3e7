"""Open a warehouse, waiting a little for whoever holds it."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import shorten

import duckdb

from bi.lock import COMMAND_WIDTH, LOCK_WAIT_SECONDS, hold

# What DuckDB says of a file that another process holds.
HELD = re.compile(r"Conflicting lock is held in (?P<program>.*?) \(PID (?P<pid>\d+)\)")


class WarehouseError(RuntimeError):
    """Why a warehouse cannot be opened, in a sentence."""


def attach(
    warehouse: Path, wait_seconds: float = LOCK_WAIT_SECONDS
) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection with the warehouse attached to read.

    Raises
    ------
    WarehouseError
        The file is missing or no database, or another process keeps it locked.
    """
    if not warehouse.is_file():
        raise WarehouseError(f"There is no warehouse '{warehouse}': run `make build`.")
    connection = duckdb.connect(":memory:")
    command = f"attach {literal(str(warehouse))} as warehouse (read_only)"
    try:
        wait_for(
            lambda: connection.execute(command),
            f"The warehouse '{warehouse}'",
            wait_seconds,
        )
    except WarehouseError:
        connection.close()
        raise
    # Views that dbt made name the database after its file, and DuckDB 1.5 looks there.
    # The name `published` is needed for another one.
    if warehouse.stem != "published":
        place = literal(str(warehouse))
        connection.execute(f"attach if not exists {place} (read_only)")
    return connection


@contextlib.contextmanager
def hold_to_write(
    warehouse: Path, wait_seconds: float = LOCK_WAIT_SECONDS
) -> Iterator[None]:
    """Keep our other commands from the warehouse, once no other program has it open.

    Raises
    ------
    LockedError
        Another of our commands writes it.
    WarehouseError
        The file is no database, or another program keeps it open.
    """
    with hold(warehouse, wait_seconds):
        if warehouse.exists():
            wait_for(
                lambda: duckdb.connect(str(warehouse)).close(),
                f"The warehouse '{warehouse}'",
                wait_seconds,
            )
        yield


def wait_for(open_it: Callable, named: str, wait_seconds: float) -> None:
    """Open a database, again and again while another process holds it.

    Parameters
    ----------
    open_it : callable
    named : str
        What it is, as a sentence about it begins.
    wait_seconds : float

    Raises
    ------
    WarehouseError
        It cannot be opened, or was held all the time.
    """
    last_try = time.monotonic() + wait_seconds
    while True:
        try:
            open_it()
            return
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            held = HELD.search(reason)
            if not held:
                raise WarehouseError(f"{named} cannot be opened: {reason}") from error
            if time.monotonic() > last_try:
                pid = held["pid"]
                raise WarehouseError(
                    f"{named} is held by process {pid} "
                    f"({command_of(pid) or held['program']}), and was for "
                    f"{wait_seconds} seconds. Close the program, or wait until it has "
                    "ended, then try again."
                ) from error
            time.sleep(0.2)


def command_of(pid: str) -> str:
    """Return the command line of a process; nothing where the system does not tell."""
    try:
        words = Path("/proc", pid, "cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return shorten(b" ".join(words).decode(errors="replace"), COMMAND_WIDTH)


def literal(text: str) -> str:
    """Return a SQL text literal; paths and comments cannot be bound here."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a name as SQL quotes it: it may hold spaces, quotes or a reserved word."""
    return '"' + name.replace('"', '""') + '"'

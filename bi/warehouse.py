"""Open a warehouse that another process may have open."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import shorten

import duckdb

from bi import lock

# The part of DuckDB's message that appears if another process has the file open.
HELD = re.compile(r"Conflicting lock is held in (?P<program>.*?) \(PID (?P<pid>\d+)\)")


class WarehouseError(RuntimeError):
    """The warehouse cannot be opened; the message says why."""


def attach(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection with the warehouse attached read-only.

    Raises
    ------
    WarehouseError
        The file is missing or no database, or another process has the file open.
    """
    if not warehouse.is_file():
        raise WarehouseError(f"There is no warehouse '{warehouse}': run `make build`.")
    connection = duckdb.connect(":memory:")
    command = f"attach {literal(str(warehouse))} as warehouse (read_only)"
    try:
        wait_for(lambda: connection.execute(command), f"The warehouse '{warehouse}'")
    except WarehouseError:
        connection.close()
        raise
    # dbt's views refer to the database by the name of its file, so it is attached under
    # this name. Only `published` is impossible, because publishing needs that name.
    if warehouse.stem != "published":
        place = literal(str(warehouse))
        connection.execute(f"attach if not exists {place} (read_only)")
    return connection


@contextlib.contextmanager
def hold_to_write(warehouse: Path) -> Iterator[None]:
    """Prevent other commands of this project from using the warehouse during the block.

    Raises
    ------
    LockedError
        Another command writes the warehouse.
    WarehouseError
        The file is no database, or another program has the file open.
    """
    with lock.hold(warehouse):
        if warehouse.exists():
            wait_for(
                lambda: duckdb.connect(str(warehouse)).close(),
                f"The warehouse '{warehouse}'",
            )
        yield


def wait_for(open_it: Callable, name: str) -> None:
    """Open a database; try again while another process has it open.

    Messages of errors begin with `name`.

    Raises
    ------
    WarehouseError
        The database cannot be opened, or another process keeps it open.
    """
    last_try = time.monotonic() + lock.LOCK_WAIT_SECONDS
    while True:
        try:
            open_it()
            return
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            held = HELD.search(reason)
            if not held:
                raise WarehouseError(f"{name} cannot be opened: {reason}") from error
            if time.monotonic() > last_try:
                command = command_of(held["pid"]) or held["program"]
                raise WarehouseError(
                    f"{name} is open in process {held['pid']} ({command}). We waited "
                    f"for {lock.LOCK_WAIT_SECONDS} seconds. Close the program, or wait "
                    "until it has ended; then try again."
                ) from error
            time.sleep(0.2)


def command_of(pid: str) -> str:
    """Return the command line of a process, or nothing if the system hides it."""
    try:
        words = Path("/proc", pid, "cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return shorten(b" ".join(words).decode(errors="replace"), lock.COMMAND_WIDTH)


def literal(text: str) -> str:
    """Return a text as an SQL literal, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'

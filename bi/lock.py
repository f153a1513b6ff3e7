"""Let only one process at a time write a file or folder."""

import contextlib
import fcntl
import os
import re
import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import TextIO

LOCK_WAIT_SECONDS = 15
# What a process writes into its lock file. The file is empty for a moment.
HOLDER = re.compile(r"(process \d+ \(.*)?", re.DOTALL)
# Characters of a command that a message shows.
COMMAND_WIDTH = 120


class LockedError(RuntimeError):
    """The file or folder cannot be locked; the message says why."""


@contextlib.contextmanager
def hold(path: Path) -> Iterator[None]:
    """Keep other processes from writing `path` during the block.

    The lock of a killed process ends with the process.

    Raises
    ------
    LockedError
        Another process kept the lock for LOCK_WAIT_SECONDS, the folder is not
        writable, or another file has the name of the lock file.
    """
    path = path.resolve()
    with wait_for(path) as lock:
        lock.seek(0)
        if not HOLDER.fullmatch(lock.read()):
            raise LockedError(
                f"'{path}' cannot be written, because '{lock.name}' is no lock of "
                "ours: move this file away."
            )
        command = shorten(shlex.join(sys.orig_argv), COMMAND_WIDTH)
        lock.truncate(0)
        lock.write(f"process {os.getpid()} ({command})")
        lock.flush()
        try:
            yield
        finally:
            # The lock file is removed while it is locked. A process that waits for it
            # notices this.
            Path(lock.name).unlink(missing_ok=True)


def wait_for(path: Path) -> TextIO:
    """Return the lock file beside `path`, open and locked."""
    file = path.with_name(f".{path.name}.lock")
    last_try = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = open(
                file, "a+", encoding="utf-8", errors="replace", opener=open_no_link
            )
        except OSError as error:
            raise LockedError(
                f"'{path}' cannot be written: {error.strerror}."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(lock.fileno()), file.stat()):
                return lock
        except FileNotFoundError:
            # The process that had the lock has removed this file: lock a new one.
            pass
        except BlockingIOError:
            if time.monotonic() > last_try:
                lock.seek(0)
                holder = lock.read() or "another process"
                lock.close()
                raise LockedError(
                    f"'{path}' is being written by {holder}. We waited for "
                    f"{LOCK_WAIT_SECONDS} seconds: try again when it has ended."
                ) from None
            time.sleep(0.1)
        lock.close()


def open_no_link(path: str, flags: int) -> int:
    """Open a file unless its name is a link, which could lead to somebody's file."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o666)

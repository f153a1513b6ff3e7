"""One process at a time writes a place; the others wait a little, then say for whom."""

import contextlib
import fcntl
import os
import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import TextIO

LOCK_WAIT_SECONDS = 15
# Characters of a command that a sentence shows.
COMMAND_WIDTH = 120


class LockedError(RuntimeError):
    """Who or what keeps us from writing a place, in a sentence."""


@contextlib.contextmanager
def hold(path: Path, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Keep other processes from writing `path` meanwhile.

    A process that is killed holds nothing any longer.

    Raises
    ------
    LockedError
        Another process held it all the time, or nobody may write there.
    """
    path = path.resolve()
    with wait_for(path, wait_seconds) as lock:
        command = shorten(shlex.join(sys.orig_argv), COMMAND_WIDTH)
        lock.truncate(0)
        lock.write(f"process {os.getpid()} ({command})")
        lock.flush()
        try:
            yield
        finally:
            # While it is still locked: whoever waits for it sees that it is gone.
            Path(lock.name).unlink(missing_ok=True)


def wait_for(path: Path, wait_seconds: float) -> TextIO:
    """Return the lock file beside a place, opened and locked."""
    file = path.with_name(f".{path.name}.lock")
    last_try = time.monotonic() + wait_seconds
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = file.open("a+", encoding="utf-8", errors="replace")
        except OSError as error:
            raise LockedError(
                f"'{path}' cannot be written: {error.strerror}."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if is_the_file(lock, file):
                return lock
        except BlockingIOError:
            if time.monotonic() > last_try:
                lock.seek(0)
                holder = lock.read() or "another process"
                lock.close()
                raise LockedError(
                    f"'{path}' is being written by {holder}, and was for "
                    f"{wait_seconds} seconds. Wait until that has ended, then try "
                    "again."
                ) from None
            time.sleep(0.1)
        lock.close()


def is_the_file(lock: TextIO, file: Path) -> bool:
    """Return whether what is locked still lies where others look for it."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), file.stat())
    except FileNotFoundError:
        return False

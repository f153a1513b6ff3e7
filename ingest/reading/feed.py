"""Feed DuckDB the clean lines of a file through a named pipe.

The whole text is never on the disk in another place: what its unread columns hold may
be personal.
"""

import atexit
import os
import shutil
import tempfile
import threading

from ingest.reading.lines import Tally, clean_blocks
from ingest.reading.shape import Shape


def feed(path: str, shape: Shape, **how) -> str:
    """Return a pipe from which the records of a text file can be read once.

    Parameters
    ----------
    path, shape, how
        As of `clean_blocks`, without the tally.
    """
    folder = tempfile.mkdtemp(prefix="orders-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    pipe = os.path.join(folder, "lines")
    os.mkfifo(pipe, mode=0o600)
    threading.Thread(
        target=write_lines, args=(pipe, path, shape, how), daemon=True
    ).start()
    return pipe


def write_lines(pipe: str, path: str, shape: Shape, how: dict) -> None:
    """Write the records into the pipe as soon as somebody reads it."""
    # Opening waits for the reader; afterwards nobody else shall find the pipe.
    with open(pipe, "wb", buffering=0) as target:
        shutil.rmtree(os.path.dirname(pipe), ignore_errors=True)
        try:
            for block in clean_blocks(path, shape, Tally(), **how):
                if block:
                    target.write(block)
        except BrokenPipeError:
            # Whoever read has seen enough, or has failed and says so.
            return

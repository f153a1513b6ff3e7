"""Pipe DuckDB the clean records of a text file through a named pipe.

The decoded text is never on the disk in another place: what its unread columns hold
may be personal.
"""

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.errors import OrdersError
from ingest.formats.text.clean import clean_blocks
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.lines import Counts


class Pipe:
    """A pipe that is written while somebody reads it, once.

    Parameters
    ----------
    source : str
        The text file.
    blocks : callable
        Returns the records, in blocks of lines, and tells the counts it is given.
    records : int, optional
        How many records are expected.

    Attributes
    ----------
    path : str
        The pipe: records in UTF-8, ended by line feeds, without a header.
    """

    def __init__(
        self,
        source: str,
        blocks: Callable[[Counts], Iterable[bytes]],
        records: int | None,
    ):
        """Make the pipe in a folder that nobody else may enter, and wait."""
        self.source, self.blocks, self.records = source, blocks, records
        self.failure: Exception | None = None
        self.folder = tempfile.mkdtemp(prefix="orders-")
        self.path = os.path.join(self.folder, "records")
        os.mkfifo(self.path, mode=0o600)
        atexit.register(self.remove)
        self.thread = threading.Thread(target=self.write, daemon=True)
        self.thread.start()

    def remove(self) -> None:
        """Remove the pipe from the disk; whoever has opened it keeps it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.remove)

    def write(self) -> None:
        """Write the records as soon as somebody reads them."""
        try:
            pipe = os.open(self.path, os.O_WRONLY)
        except FileNotFoundError:
            return
        self.remove()
        try:
            self.write_records(pipe)
        except BrokenPipeError:
            # Whoever read has seen enough, or has failed and says so.
            pass
        except Exception as error:
            self.failure = error
        finally:
            os.close(pipe)

    def write_records(self, pipe: int) -> None:
        """Write the records, and make sure they are the expected ones."""
        counts = Counts()
        for block in self.blocks(counts):
            left = memoryview(block)
            while left:
                left = left[os.write(pipe, left) :]
        if self.records not in (None, counts.records):
            raise OrdersError(
                f"The file '{self.source}' changed while it was read. "
                "Build again once it is complete."
            )

    def raise_if_failed(self) -> None:
        """Raise what kept the records from being written to the end.

        To be called when all was read: a reader takes the end of a pipe that broke
        for the end of the file.
        """
        if self.failure is not None:
            raise self.failure

    def close(self) -> None:
        """End a feed that is not read, or not read to its end."""
        # Whoever writes may open the pipe only after it was opened and closed here.
        while self.thread.is_alive():
            try:
                os.close(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK))
            except FileNotFoundError:
                break
            self.thread.join(0.05)
        self.remove()


def open_pipe(
    path: str,
    layout: TextLayout,
    *,
    has_header: bool,
    columns: int,
    quotes: bool = True,
    start: int = 0,
    records: int | None = None,
) -> Pipe:
    """Return a pipe from which the records of a text file can be read once.

    Parameters
    ----------
    path, has_header, columns, quotes, start
        As of `clean_blocks`, and as they were for `scan`.
    layout : TextLayout
        With the encoding that `scan` settled.
    records : int, optional
        How many `scan` has counted: another number now is a failure.
    """
    how = {
        "has_header": has_header,
        "columns": columns,
        "quotes": quotes,
        "start": start,
    }
    sure = replace(layout, is_declared=True)
    return Pipe(path, lambda counts: clean_blocks(path, sure, counts, **how), records)

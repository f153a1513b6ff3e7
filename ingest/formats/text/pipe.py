"""Give DuckDB the clean records of a text file through a named pipe.

A pipe is used because a clean copy on disk would contain columns that no build reads,
and these may be personal data.
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.errors import OrdersError
from ingest.formats.text.clean import clean_blocks
from ingest.formats.text.layout import TextLayout
from ingest.formats.text.lines import Counts


class Pipe:
    """A named pipe at `path`: a thread writes it, and one reader reads it.

    The pipe contains records in UTF-8, ended by line feeds, without a header. `blocks`
    returns the records of the file `source` in blocks of lines, and counts them in its
    argument. `records` is the expected number of records, or None.
    """

    def __init__(
        self,
        source: str,
        blocks: Callable[[Counts], Iterable[bytes]],
        records: int | None,
    ):
        """Make the pipe in a private folder, and start the thread that writes it."""
        self.source, self.blocks, self.records = source, blocks, records
        self.failure: Exception | None = None
        # `write` removes the folder early: a reader that has opened the pipe can still
        # read it.
        self.folder = tempfile.TemporaryDirectory(
            prefix="orders-", ignore_cleanup_errors=True
        )
        self.path = os.path.join(self.folder.name, "records")
        os.mkfifo(self.path, mode=0o600)
        self.thread = threading.Thread(target=self.write, daemon=True)
        self.thread.start()

    def write(self) -> None:
        """Write the records as soon as somebody reads them."""
        try:
            pipe = os.open(self.path, os.O_WRONLY)
        except FileNotFoundError:
            return
        self.folder.cleanup()
        try:
            self.write_records(pipe)
        except BrokenPipeError:
            # The reader stopped early. It reports its own error.
            pass
        except Exception as error:
            self.failure = error
        finally:
            os.close(pipe)

    def write_records(self, pipe: int) -> None:
        """Write the records; raise OrdersError if their number is unexpected."""
        counts = Counts(self.source)
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
        """Raise the error after which the thread stopped writing, if there was one.

        Call this method after reading, because a reader cannot tell a broken pipe from
        the end of the text.
        """
        if self.failure is not None:
            raise self.failure

    def close(self) -> None:
        """Stop the thread, even if the pipe was not read to its end."""
        # If the pipe is opened here, a thread that waits for a reader continues. This
        # is repeated, because the thread may not wait yet.
        while self.thread.is_alive():
            try:
                os.close(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK))
            except FileNotFoundError:
                break
            self.thread.join(0.05)
        self.folder.cleanup()


def open_pipe(
    path: str, layout: TextLayout, *, records: int | None = None, **how
) -> Pipe:
    """Return a pipe from which the records of a text file can be read once.

    `how` has the parameters of `clean_blocks`, with the values that `scan` was called
    with. `records` is the number that `scan` has counted.
    """
    layout = replace(layout, is_declared=True)
    return Pipe(path, lambda counts: clean_blocks(path, layout, counts, **how), records)

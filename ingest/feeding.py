"""Feed opened files to DuckDB: what SQL calls as `feed_file` and `check_feeds`."""

import json
from dataclasses import replace

from ingest.text import Feed, feed, look


class Feeder:
    """The feeds of a connection, until somebody has asked how they went."""

    def __init__(self):
        """Begin without a feed."""
        self.feeds: list[Feed] = []

    def feed_file(self, request: str) -> str:
        """Return the pipe with the records of a file.

        Parameters
        ----------
        request : str
            JSON object of `OrderFile`.
        """
        file = json.loads(request)
        shape = look(file["source_file"], delimiter=file["delimiter"])
        started = feed(
            file["source_file"],
            replace(shape, encoding=file["encoding"]),
            columns=file["width"],
            quotes=file["format"] == "csv",
            has_header=file["has_header"],
            start=file["start"],
            records=file["records"],
        )
        self.feeds.append(started)
        return started.path

    def check_feeds(self, nothing: str) -> str:
        """Return what went wrong with the feeds so far; nothing if all went well.

        A reader takes the end of a pipe that broke for the end of the file.
        """
        feeds, self.feeds = self.feeds, []
        for one in feeds:
            one.close()
        return "; ".join(str(one.failure) for one in feeds if one.failure)

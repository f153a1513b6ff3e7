"""Feed one opened file to DuckDB: what SQL calls as `feed_orders`."""

import json
from dataclasses import replace

from ingest.reading import feed, look


def feed_orders(request: str) -> str:
    """Return the pipe with the records of a file.

    Parameters
    ----------
    request : str
        JSON object of `OrderFile`.
    """
    file = json.loads(request)
    shape = look(file["source_file"], delimiter=file["delimiter"])
    return feed(
        file["source_file"],
        replace(shape, encoding=file["encoding"], delimiter=file["delimiter"]),
        columns=file["width"],
        quotes=file["format"] == "csv",
        has_header=file["has_header"],
        start=file["start"],
    )

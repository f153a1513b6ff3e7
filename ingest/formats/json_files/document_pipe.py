"""Pipe DuckDB the records of a JSON document, each of them on a line."""

from collections.abc import Iterator

from ingest.errors import OrdersError
from ingest.formats.json_files.documents import Records, read_text
from ingest.formats.text.lines import LONGEST_LINE, Counts
from ingest.formats.text.pipe import Pipe

# Records that are written at once.
AT_ONCE = 1_000
# Between the values of a record, line breaks are blanks; in them, there are none.
NO_BREAKS = str.maketrans("\r\n", "  ")


def lines_of_records(text: str, records: Records, counts: Counts) -> Iterator[bytes]:
    """Yield records as lines and count them; those that can be no line are left out."""
    lines: list[bytes] = []
    for start, end in zip(records.starts, records.ends, strict=True):
        line, reason = line_of(text[start:end])
        if reason:
            counts.add_broken(len(line), reason)
        else:
            counts.add_records(1, 1)
            lines.append(line)
        if len(lines) == AT_ONCE:
            yield b"\n".join([*lines, b""])
            lines = []
    yield b"\n".join([*lines, b""])


def line_of(record: str) -> tuple[bytes, str]:
    """Return a record as a line, and why it can be none."""
    text = record.translate(NO_BREAKS)
    try:
        line, reason = text.encode(), ""
    except UnicodeEncodeError:
        line, reason = text.encode("utf-8", "replace"), "line_has_bad_bytes"
    return line, "line_is_too_long" if len(line) > LONGEST_LINE else reason


def open_document_pipe(path: str, how: tuple, records: Records, sha256: str) -> Pipe:
    """Return a pipe from which the records of a document can be read once.

    Parameters
    ----------
    path : str
    how : tuple
        Compression and encoding of the text, and whether the encoding is sure.
    records : Records
    sha256 : str
        Of the file when the records were found.
    """

    def blocks(counts: Counts) -> Iterator[bytes]:
        text, _, hashed = read_text(path, *how)
        if hashed.digest.hexdigest() != sha256:
            raise OrdersError(
                f"The file '{path}' changed while it was read. "
                "Build again once it is complete."
            )
        yield from lines_of_records(text, records, counts)

    return Pipe(path, blocks, None)

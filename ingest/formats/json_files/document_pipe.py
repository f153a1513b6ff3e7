"""Give DuckDB the records of a JSON document through a pipe, each on a line."""

from collections.abc import Iterator

from ingest.errors import OrdersError
from ingest.formats.json_files.documents import Records, read_text
from ingest.formats.text.lines import LONGEST_LINE, Counts
from ingest.formats.text.pipe import Pipe

# Records that are written at once.
AT_ONCE = 1_000
# Line breaks can only stand between the values of a record, where they are blanks.
NO_BREAKS = str.maketrans("\r\n", "  ")


def record_lines(text: str, records: Records, counts: Counts) -> Iterator[bytes]:
    """Yield records as lines and count them; broken ones are left out."""
    lines: list[bytes] = []
    for start, end in zip(records.starts, records.ends, strict=True):
        line, reason = to_line(text[start:end])
        if reason:
            counts.add_broken(len(line), reason)
        else:
            counts.add_records(1, 1)
            lines.append(line)
        if len(lines) == AT_ONCE:
            yield b"\n".join([*lines, b""])
            lines = []
    yield b"\n".join([*lines, b""])


def to_line(record: str) -> tuple[bytes, str]:
    """Return a record as a line, and why it is broken."""
    text = record.translate(NO_BREAKS)
    try:
        line, reason = text.encode(), ""
    except UnicodeEncodeError:
        line, reason = text.encode("utf-8", "replace"), "line_has_bad_bytes"
    return line, "line_is_too_long" if len(line) > LONGEST_LINE else reason


def read_unchanged(path: str, how: tuple, sha256: str) -> str:
    """Return the text of a document; raise OrdersError where it has changed."""
    text, _, hashed = read_text(path, *how)
    if hashed.digest.hexdigest() != sha256:
        raise OrdersError(
            f"The file '{path}' changed while it was read. "
            "Build again once it is complete."
        )
    return text


def open_document_pipe(path: str, how: tuple, records: Records, sha256: str) -> Pipe:
    """Return a pipe with the records of a document, if it has not changed."""

    def blocks(counts: Counts) -> Iterator[bytes]:
        yield from record_lines(read_unchanged(path, how, sha256), records, counts)

    return Pipe(path, blocks, None)

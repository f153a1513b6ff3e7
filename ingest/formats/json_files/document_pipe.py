"""Write the records of a JSON document as lines, which a pipe gives to DuckDB."""

from collections.abc import Iterator

from ingest.errors import OrdersError
from ingest.formats.json_files.documents import Records, read_text
from ingest.formats.text.lines import LONGEST_LINE, Counts

# The number of records in a block.
AT_ONCE = 1_000
# Line breaks in JSON are only between values, so blanks can replace them.
NO_BREAKS = str.maketrans("\r\n", "  ")


def record_lines(text: str, records: Records, counts: Counts) -> Iterator[bytes]:
    """Yield blocks of records as lines, count records, and leave out broken ones."""
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
    """Return a record as a line, and the reason if the record is broken."""
    text = record.translate(NO_BREAKS)
    try:
        line, reason = text.encode(), ""
    except UnicodeEncodeError:
        line, reason = text.encode("utf-8", "replace"), "line_has_bad_bytes"
    return line, "line_is_too_long" if len(line) > LONGEST_LINE else reason


def read_unchanged(path: str, how: tuple, sha256: str) -> str:
    """Return the text of a document; raise OrdersError if the file has changed."""
    text, _, hashed = read_text(path, *how)
    if hashed.digest.hexdigest() != sha256:
        raise OrdersError(
            f"The file '{path}' changed while it was read. "
            "Build again once it is complete."
        )
    return text

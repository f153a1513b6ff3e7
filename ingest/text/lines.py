"""Cut a text in UTF-8 into blocks of whole lines, ended by line feeds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.text.tally import Tally

# DuckDB refuses longer ones.
LONGEST_LINE = 1_999_999


@dataclass(frozen=True)
class Block:
    """Whole lines, ended by line feeds.

    Attributes
    ----------
    text : bytes
        Without carriage returns.
    is_last : bool
        Whether nothing follows.
    skipped : int
        Bytes of a line that was too long to be held, and stands before the text.
    """

    text: bytes
    is_last: bool = False
    skipped: int = 0


def cut_blocks(
    chunks: Iterable[bytes], tally: Tally, ends_lines_by_return: bool
) -> Iterator[Block]:
    """Yield the lines of a text; the last block may be empty.

    Parameters
    ----------
    chunks : iterable of bytes
        The text in UTF-8, cut anywhere.
    tally : Tally
        Told of line ends and null bytes.
    ends_lines_by_return : bool
        Whether a carriage return alone ends a line; elsewhere it becomes a blank.
    """
    rest, skipped = b"", 0
    if ends_lines_by_return:
        tally.is_altered = True
        chunks = returns_as_line_feeds(chunks)
    for chunk in chunks:
        tally.has_null_bytes |= b"\0" in chunk
        end = chunk.rfind(b"\n") + 1
        if not end:
            rest += chunk
        elif skipped:
            first = chunk.find(b"\n")
            yield Block(
                normalise(chunk[first + 1 : end], tally), False, skipped + first
            )
            rest, skipped = chunk[end:], 0
        else:
            yield Block(normalise(rest + chunk[:end], tally))
            rest = chunk[end:]
        if skipped or len(rest) > LONGEST_LINE + 1:
            rest, skipped = b"", skipped + len(rest)
    tally.ends_with_newline = not rest and not skipped
    tally.is_altered |= b"\r" in rest
    yield Block(fold_returns(rest + b"\n") if rest else b"", True, skipped)


def normalise(block: bytes, tally: Tally) -> bytes:
    """Return whole lines ended by line feeds, and note how they were ended."""
    if block and tally.note_line_ends(block):
        return block.translate(None, b"\r")
    return fold_returns(block)


def fold_returns(block: bytes) -> bytes:
    r"""Return the block with `\r\n` as line feeds, and other returns as blanks."""
    if b"\r" not in block:
        return block
    while b"\r\n" in block:
        block = block.replace(b"\r\n", b"\n")
    return block.replace(b"\r", b" ")


def returns_as_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield chunks in which each return, or return and line feed, is a line feed."""
    held = b""
    for chunk in chunks:
        chunk = held + chunk
        # The line feed that belongs to it may come with the next chunk.
        held = b"\r" if chunk.endswith(b"\r") else b""
        chunk = chunk[: len(chunk) - len(held)]
        yield chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    yield held.replace(b"\r", b"\n")


def cut_pieces(text: bytes, size: int) -> list[bytes]:
    """Return whole lines in pieces of about so many bytes."""
    pieces, first = [], 0
    while first < len(text):
        end = text.find(b"\n", min(first + size, len(text) - 1)) + 1
        pieces.append(text[first:end])
        first = end
    return pieces

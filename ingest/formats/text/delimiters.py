"""Find the first record of a text, and the delimiter of its columns."""

import re

from ingest.errors import OrdersError
from ingest.formats.text.csv_records import BROKEN, MOST_LINES, OPEN, QuotedRecords

DELIMITERS = ",;\t|"
BLANKS = "blanks"
# Excel writes the delimiter into the first line, and may add empty columns to this
# line.
SEPARATOR = re.compile(r'"?sep=([^"\w\s\0]|\t| )"?\1*\s*', re.I | re.ASCII)


def find_first_record(
    path: str, lines: list[str], skip_lines: int | None
) -> tuple[int, str]:
    """Return the number of lines above the first record, and the `sep=` delimiter."""
    above = skip_lines or first_filled_line(lines)
    if skip_lines is None and SEPARATOR.fullmatch(lines[above]):
        above += 1
    declared = [SEPARATOR.fullmatch(line) for line in lines[: min(above, MOST_LINES)]]
    delimiter = next((match[1] for match in declared if match), "")
    if not any(line.strip() for line in lines[above:]):
        raise OrdersError(
            f"The file '{path}' has nothing below the {above:,} lines that are skipped."
            if skip_lines
            else f"The file '{path}' is empty below its first line."
        )
    above += first_filled_line(lines[above:])
    return above, BLANKS if delimiter == " " else delimiter


def first_filled_line(lines: list[str]) -> int:
    """Return the position of the first line that is not empty."""
    return next(place for place, line in enumerate(lines) if line)


def find_delimiter(line: str, has_quotes: bool = True) -> str:
    """Return the likely delimiter of a line."""
    bare = re.sub(r'"[^"]*"', "", line) if has_quotes else line
    best = max(DELIMITERS, key=bare.count)
    if bare.count(best):
        return best
    return BLANKS if len(bare.split()) > 1 else ","


def split_first_record(
    lines: list[str], delimiter: str, has_quotes: bool = True
) -> list[str]:
    """Return the first record's values, or its first line's if quotes are broken."""
    if delimiter == BLANKS:
        return lines[0].split()
    if not has_quotes:
        return lines[0].split(delimiter)
    quotes = QuotedRecords(delimiter)
    text = ("\n".join(lines[:MOST_LINES]) + "\n").encode("utf-8", "replace")
    end = len(lines[0].encode("utf-8", "replace")) + 1
    if not quotes.is_whole.fullmatch(text, 0, end - 1):
        end = quotes.find_end(text, 0)
        if end in (OPEN, BROKEN):
            return lines[0].split(delimiter)
    return [value.decode() for value in quotes.split(text[: end - 1])]

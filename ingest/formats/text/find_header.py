"""Find the header of a text below other lines, such as the title of a report."""

import re
from collections import Counter
from dataclasses import replace

from ingest.blocks.matching import has_all, unnamed_columns
from ingest.blocks.source_block import SourceBlock
from ingest.formats.text.clean import record_parser
from ingest.formats.text.csv_records import OPEN
from ingest.formats.text.delimiters import BLANKS, find_delimiter, split_first_record
from ingest.formats.text.layout import TextLayout, sniff

# The header is searched for in the first 30 lines. Each line is compared with the 50
# lines below it.
LINES = 30
BELOW = 50
# One of the 5 lines below the header has to fit it; the other lines may be broken.
NEXT = 5
# The beginning of a number or a date, which no name of a column has.
VALUE = re.compile(r"[-+(]?[.,]?\d")
# An array needs more than its first bracket as proof, because a CSV text may also begin
# with a bracket.
JSON = re.compile(r'\s*(?:\{|\[\s*(?:[\[{\]"\d-]|null|true|false))')


def sniff_with_block(path: str, block: SourceBlock) -> TextLayout:
    """Return the layout of a text, which begins at the header.

    The header is the first line with all columns that the block requires. If there is
    none, it is the likeliest line. Raises the errors of `sniff`.
    """
    layout = sniff(
        path,
        delimiter=block.delimiter,
        encoding=block.encoding,
        skip_lines=block.skip_lines,
        has_quotes=block.quotes != "none",
    )
    first = layout.first_fields
    is_declared = block.skip_lines is not None or is_json(layout.head)
    if is_declared or has_all(block, first) or unnamed_columns(block, first):
        return layout
    lines = layout.head.split("\n", LINES + BELOW)[: LINES + BELOW]
    layouts = [
        begin_at(layout, lines, place)
        for place, line in enumerate(lines[:LINES])
        if line.strip()
    ]
    fitting = (one for one in layouts if is_header(block, one, lines))
    found = next(fitting, None) or likeliest(layouts, lines)
    if not found.passed_over:
        return layout
    above = layout.above + found.passed_over
    head = layout.head.split("\n", found.passed_over)[-1]
    return replace(found, head=head, above=above, passed_over=above)


def is_json(text: str) -> bool:
    """Return whether a text begins like a JSON object or a JSON array."""
    return bool(JSON.match(text))


def begin_at(layout: TextLayout, lines: list[str], place: int) -> TextLayout:
    """Return the layout of a text whose header is the line at `place`."""
    delimiter = layout.delimiter
    if not layout.is_delimiter_declared:
        delimiter = find_delimiter(lines[place], layout.has_quotes)
    return replace(
        layout,
        delimiter=delimiter,
        first_fields=split_first_record(lines[place:], delimiter, layout.has_quotes),
        passed_over=place,
    )


def is_header(block: SourceBlock, layout: TextLayout, lines: list[str]) -> bool:
    """Return whether a header has all required columns and fits a line below it."""
    if not has_all(block, layout.first_fields):
        return False
    return any(fit(layout, lines[place:]) for place in below(layout, lines)[:NEXT])


def below(layout: TextLayout, lines: list[str]) -> list[int]:
    """Return the positions of the lines below the header that are not blank."""
    height = 1 + "".join(layout.first_fields).count("\n")
    places = range(layout.passed_over + height, len(lines))
    return [place for place in places if lines[place].strip()][:BELOW]


def fit(layout: TextLayout, lines: list[str]) -> bool:
    """Return whether the first line begins a record with as many values as names."""
    width = len(layout.first_fields)
    if layout.delimiter == BLANKS:
        return len(lines[0].split()) == width
    parser = record_parser(layout, width)
    text = ("\n".join(lines) + "\n").encode("utf-8", "replace")
    if parser.find_run(text, 0):
        return True
    end, reason = parser.find_record(text, 0)
    return end != OPEN and not reason


def likeliest(layouts: list[TextLayout], lines: list[str]) -> TextLayout:
    """Return the layout with the likeliest header.

    The first line is preferred, unless most of its columns are empty: a spreadsheet
    writes empty columns behind a title.
    """
    first, is_first = layouts[0], leads(layouts[0], lines)
    if is_first and 2 * count_names(first) > len(first.first_fields):
        return first
    others = [
        one
        for one in layouts[1:]
        if len(one.first_fields) > 1
        and not any(map(VALUE.match, one.first_fields))
        and leads(one, lines)
    ]
    best = max(others, key=count_names, default=first)
    return first if is_first and count_names(best) <= count_names(first) else best


def count_names(layout: TextLayout) -> int:
    """Return the number of columns with a name in a header."""
    return sum(bool(name.strip()) for name in layout.first_fields)


def leads(layout: TextLayout, lines: list[str]) -> bool:
    """Return whether most lines below a header have as many values as the header.

    If another delimiter splits these lines into more columns, they are a table below a
    title.
    """
    others = [lines[place] for place in below(layout, lines)]
    if 2 * sum(fit(layout, [line]) for line in others) < max(len(others), 1):
        return False
    delimiters = Counter(find_delimiter(line, layout.has_quotes) for line in others)
    ((usual, count),) = delimiters.most_common(1)
    is_same = usual == layout.delimiter or layout.is_delimiter_declared
    if is_same or 2 * count < len(others):
        return True
    widths = Counter(
        len(split_first_record([line], usual, layout.has_quotes)) for line in others
    )
    ((width, count),) = widths.most_common(1)
    return width <= len(layout.first_fields) or 2 * count < len(others)

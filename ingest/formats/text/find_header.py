"""Find the header of a text below lines that are none, such as a report's title."""

import re
from collections import Counter
from dataclasses import replace

from ingest.blocks.matching import has_all, unnamed_columns
from ingest.blocks.source_block import SourceBlock
from ingest.formats.text.clean import record_parser
from ingest.formats.text.csv_records import OPEN
from ingest.formats.text.delimiters import BLANKS, find_delimiter, split_first_record
from ingest.formats.text.layout import TextLayout, sniff

# Lines among which the header is looked for, and lines below that it is held against.
LINES = 30
BELOW = 50
# One of so many lines below tells that a line is a header: some may be broken.
NEXT = 5
# The beginning of a number or a date, which no column is named.
VALUE = re.compile(r"[-+(]?[.,]?\d")
# A text may begin with a bracket, too.
JSON = re.compile(r'\s*(?:\{|\[\s*(?:[\[{\]"\d-]|null|true|false))')


def sniff_with_block(path: str, block: SourceBlock) -> TextLayout:
    """Return what the beginning of a text tells, from its header on.

    The header is the first line that names all that the block needs. To find it at all
    is no risk: without it the file would be refused.

    Raises
    ------
    OrdersError
        There is no such file, it is empty or no text, or what its block declares
        makes no sense.
    """
    layout = sniff(
        path,
        delimiter=block.delimiter,
        encoding=block.encoding,
        skip_lines=block.skip_lines,
        has_quotes=block.quotes != "none",
    )
    is_said = block.skip_lines is not None or is_json(layout.head)
    if is_said or starts_with_header(block, layout.first_fields):
        return layout
    lines = layout.head.split("\n", LINES + BELOW)[: LINES + BELOW]
    shapes = [
        begin_at(layout, lines, place)
        for place, line in enumerate(lines[:LINES])
        if line.strip()
    ]
    fitting = (one for one in shapes[1:] if is_header(block, one, lines))
    return finish(next(fitting, None) or likeliest(shapes, lines), layout)


def is_json(text: str) -> bool:
    """Return whether a text is JSON: objects, or an array of what JSON may hold."""
    return bool(JSON.match(text))


def starts_with_header(block: SourceBlock, first: list[str]) -> bool:
    """Return whether the first line is a header of the block, or a line without one."""
    return has_all(block, first) or bool(unnamed_columns(block, first))


def begin_at(layout: TextLayout, lines: list[str], place: int) -> TextLayout:
    """Return the layout of the text that begins at one of its first lines."""
    delimiter = layout.delimiter
    if not layout.is_delimiter_said:
        delimiter = find_delimiter(lines[place], layout.has_quotes)
    return replace(
        layout,
        delimiter=delimiter,
        first_fields=split_first_record(lines[place:], delimiter, layout.has_quotes),
        passed_over=place,
    )


def is_header(block: SourceBlock, layout: TextLayout, lines: list[str]) -> bool:
    """Return whether a text that begins here has all that a block needs."""
    if not has_all(block, layout.first_fields):
        return False
    return any(fit(layout, lines[place:]) for place in below(layout, lines)[:NEXT])


def below(layout: TextLayout, lines: list[str]) -> list[int]:
    """Return the places of lines below the first record that are not blank."""
    height = 1 + "".join(layout.first_fields).count("\n")
    places = range(layout.passed_over + height, len(lines))
    return [place for place in places if lines[place].strip()][:BELOW]


def fit(layout: TextLayout, lines: list[str]) -> bool:
    """Return whether the first of some lines begins a record as wide as the header."""
    width = len(layout.first_fields)
    if layout.delimiter == BLANKS:
        return len(lines[0].split()) == width
    grammar = record_parser(layout, width)
    text = ("\n".join(lines) + "\n").encode("utf-8", "replace")
    if grammar.find_run(text, 0):
        return True
    end, reason = grammar.find_record(text, 0)
    return end != OPEN and not reason


def likeliest(shapes: list[TextLayout], lines: list[str]) -> TextLayout:
    """Return the layout whose first line is the header of the lines below it, if any.

    Where the first line of all may be one, it is, unless it is hardly more than the
    empty columns that a spreadsheet writes behind a title.
    """
    first, is_first = shapes[0], leads(shapes[0], lines)
    if is_first and 2 * count_names(first) > len(first.first_fields):
        return first
    others = [
        one
        for one in shapes[1:]
        if len(one.first_fields) > 1
        and not any(map(VALUE.match, one.first_fields))
        and leads(one, lines)
    ]
    best = max(others, key=count_names, default=first)
    return first if is_first and count_names(best) <= count_names(first) else best


def count_names(layout: TextLayout) -> int:
    """Return how many columns of a header have a name."""
    return sum(bool(name.strip()) for name in layout.first_fields)


def leads(layout: TextLayout, lines: list[str]) -> bool:
    """Return whether most lines below have the columns of the first one, and no more.

    Lines that something else separates into more columns are a table of their own:
    "Orders, all shops" stands above it.
    """
    others = [lines[place] for place in below(layout, lines)]
    if 2 * sum(fit(layout, [line]) for line in others) < max(len(others), 1):
        return False
    delimiters = Counter(find_delimiter(line, layout.has_quotes) for line in others)
    ((usual, count),) = delimiters.most_common(1)
    if usual == layout.delimiter or layout.is_delimiter_said or 2 * count < len(others):
        return True
    widths = Counter(
        len(split_first_record([line], usual, layout.has_quotes)) for line in others
    )
    ((width, count),) = widths.most_common(1)
    return width <= len(layout.first_fields) or 2 * count < len(others)


def finish(found: TextLayout, layout: TextLayout) -> TextLayout:
    """Return the layout that begins at the header, and counts the lines above."""
    if not found.passed_over:
        return layout
    above = layout.above + found.passed_over
    head = layout.head.split("\n", found.passed_over)[-1]
    return replace(found, head=head, above=above, passed_over=above)

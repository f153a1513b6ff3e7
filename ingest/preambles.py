"""Find the header of a text below lines that are none, such as a report's title."""

import re
from collections import Counter
from dataclasses import replace

from ingest.matching import match_columns, missing_columns
from ingest.sources import SourceBlock
from ingest.text import Shape, look
from ingest.text.beginning import BLANKS, find_delimiter, split_first
from ingest.text.quotes import OPEN
from ingest.text.records import find_grammar

# Lines among which the header is looked for, and lines below that it is held against.
LINES = 30
BELOW = 50
# One of so many lines below tells that a line is a header: some may be broken.
NEXT = 5
# The beginning of a number or a date, which no column is named.
VALUE = re.compile(r"[-+(]?[.,]?\d")
# A text may begin with a bracket, too.
JSON = re.compile(r'\s*(?:\{|\[\s*(?:[\[{\]"\d-]|null|true|false))')


def look_at(path: str, block: SourceBlock) -> Shape:
    """Return what the beginning of a text tells, from its header on.

    The header is the first line that names all that the block needs. To find it at all
    is no risk: without it the file would be refused.

    Raises
    ------
    OrdersError
        There is no such file, it is empty or no text, or what its block declares
        makes no sense.
    """
    shape = look(
        path,
        delimiter=block.delimiter,
        encoding=block.encoding,
        skip_lines=block.skip_lines,
        has_quotes=block.quotes != "none",
    )
    is_said = block.skip_lines is not None or is_json(shape.head)
    if is_said or begins_well(block, shape.first_fields):
        return shape
    lines = shape.head.split("\n", LINES + BELOW)[: LINES + BELOW]
    shapes = [
        begin_at(shape, lines, place)
        for place, line in enumerate(lines[:LINES])
        if line.strip()
    ]
    fitting = (one for one in shapes[1:] if is_header(block, one, lines))
    return finish(next(fitting, None) or likeliest(shapes, lines), shape)


def is_json(text: str) -> bool:
    """Return whether a text is JSON: objects, or an array of what JSON may hold."""
    return bool(JSON.match(text))


def begins_well(block: SourceBlock, first: list[str]) -> bool:
    """Return whether the first line is a header of the block, or a line without one."""
    return has_all(block, first) or bool(unnamed_columns(block, first))


def has_all(block: SourceBlock, header: list[str]) -> bool:
    """Return whether a header names all that a block needs, if it has any names."""
    found = match_columns(block, header)
    return bool(block.names) and not missing_columns(block, found)


def unnamed_columns(block: SourceBlock, first: list[str]) -> dict[str, int]:
    """Return the columns of a file that has no header; else nothing."""
    for columns in block.without_header:
        if len(columns) == len(first):
            places = {column: place for place, column in enumerate(columns) if column}
            is_line = is_number(first[places[block.content.number]])
            if is_line and not missing_columns(block, places):
                return places
    return {}


def is_number(text: str) -> bool:
    """Return whether a text is a number, and so no header."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def begin_at(shape: Shape, lines: list[str], place: int) -> Shape:
    """Return the shape of the text that begins at one of its first lines."""
    delimiter = shape.delimiter
    if not shape.is_delimiter_said:
        delimiter = find_delimiter(lines[place], shape.has_quotes)
    return replace(
        shape,
        delimiter=delimiter,
        first_fields=split_first(lines[place:], delimiter, shape.has_quotes),
        passed_over=place,
    )


def is_header(block: SourceBlock, shape: Shape, lines: list[str]) -> bool:
    """Return whether a text that begins here has all that a block needs."""
    if not has_all(block, shape.first_fields):
        return False
    return any(fit(shape, lines[place:]) for place in below(shape, lines)[:NEXT])


def below(shape: Shape, lines: list[str]) -> list[int]:
    """Return the places of lines below the first record that are not blank."""
    height = 1 + "".join(shape.first_fields).count("\n")
    places = range(shape.passed_over + height, len(lines))
    return [place for place in places if lines[place].strip()][:BELOW]


def fit(shape: Shape, lines: list[str]) -> bool:
    """Return whether the first of some lines begins a record as wide as the header."""
    width = len(shape.first_fields)
    if shape.delimiter == BLANKS:
        return len(lines[0].split()) == width
    grammar = find_grammar(shape, width)
    text = ("\n".join(lines) + "\n").encode("utf-8", "replace")
    if grammar.find_run(text, 0):
        return True
    end, reason = grammar.find_record(text, 0)
    return end != OPEN and not reason


def likeliest(shapes: list[Shape], lines: list[str]) -> Shape:
    """Return the shape whose first line is the header of the lines below it, if any.

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


def count_names(shape: Shape) -> int:
    """Return how many columns of a header have a name."""
    return sum(bool(name.strip()) for name in shape.first_fields)


def leads(shape: Shape, lines: list[str]) -> bool:
    """Return whether most lines below have the columns of the first one, and no more.

    Lines that something else separates into more columns are a table of their own:
    "Orders, all shops" stands above it.
    """
    others = [lines[place] for place in below(shape, lines)]
    if 2 * sum(fit(shape, [line]) for line in others) < max(len(others), 1):
        return False
    delimiters = Counter(find_delimiter(line, shape.has_quotes) for line in others)
    ((usual, count),) = delimiters.most_common(1)
    if usual == shape.delimiter or shape.is_delimiter_said or 2 * count < len(others):
        return True
    widths = Counter(
        len(split_first([line], usual, shape.has_quotes)) for line in others
    )
    ((width, count),) = widths.most_common(1)
    return width <= len(shape.first_fields) or 2 * count < len(others)


def finish(found: Shape, shape: Shape) -> Shape:
    """Return the shape with the head that it begins at, and all lines above counted."""
    if not found.passed_over:
        return shape
    above = shape.above + found.passed_over
    head = shape.head.split("\n", found.passed_over)[-1]
    return replace(found, head=head, above=above, passed_over=above)

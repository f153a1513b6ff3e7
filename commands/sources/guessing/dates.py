"""Guess the formats of the dates in a column."""

import re
from collections.abc import Iterable
from datetime import datetime

# A block needs no format for dates of this form (docs/sources.md).
ISO = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d?:\d\d(:\d\d([.,]\d+)?)?( ?[AP]M)?"
    r"( ?(Z|UTC|[+-]\d\d(:?\d\d)?))?)?",
    re.I,
)
DAYS = (
    *("%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d"),
    *("%d %b %y", "%d-%b-%y", "%d-%b-%Y", "%b-%d-%y", "%b-%d-%Y", "%d %b %Y"),
    *("%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d/%b/%Y"),
    *("%a %d %b %Y", "%a %b %d %Y"),
)
# Only a day above 12 shows whether the day or the month comes first.
DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d-%m-%y")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y")
TIMES = (
    *("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %I:%M%p"),
    *("T%H:%M:%S", "T%H:%M", ", %H:%M:%S", ", %H:%M", ", %I:%M:%S %p", ", %I:%M %p"),
    *(" %H:%M:%S.%f", " %H:%M:%S %z", " %H:%M %z", "%H%M%S"),
)
# Eight digits, with or without six digits of a time.
COMPACT = re.compile(r"\d{8}(\d{6})?(\D|$)")
# The seconds and milliseconds since 1970 of dates from 1990 to 2100.
EPOCH = re.compile(r"(6[3-9]\d|[7-9]\d\d|[1-3]\d\d\d|40\d\d)\d{6}(\.0*)?")
EPOCH_MS = re.compile(r"(6[3-9]\d|[7-9]\d\d|[1-3]\d\d\d|40\d\d)\d{9}(\.0*)?")
# With fewer different dates, the order of the lines may be chance.
MIN_SORTED = 5
# The length of the shortest date, such as 1/2/24.
MIN_LENGTH = 6


def formats_of(values: list[str]) -> list[list[str]]:
    """Return the alternative lists of formats for a column, the likeliest first.

    The formats of one list together read all values, of which none may be missing. ISO
    dates need no format: the result is `[[]]`. For other values than dates it is `[]`.
    """
    rest = list(dict.fromkeys(one for one in values if not ISO.fullmatch(one)))
    if not rest:
        return [[]] if values else []
    for name, pattern in (("epoch", EPOCH), ("epoch_ms", EPOCH_MS)):
        if all(map(pattern.fullmatch, rest)):
            return [[name]]
    if any(len(one) < MIN_LENGTH or not re.search(r"\d", one) for one in rest):
        return []
    shapes: dict[str, list[str]] = {}
    for one in rest:
        # Values of one shape differ only in their digits and letters.
        shape = re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "9", one))
        shapes.setdefault(shape, []).append(one)
    day_first, month_first = (
        formats_of_shapes(shapes.values(), DAYS + order)
        for order in (DAY_FIRST, MONTH_FIRST)
    )
    others = [month_first] if month_first != day_first else []
    return [formats for formats in (day_first, *others) if formats]


def formats_of_shapes(shapes: Iterable[list[str]], days: tuple[str, ...]) -> list[str]:
    """Return a format for each group of dates, or nothing if a group has no format."""
    formats: dict[str, None] = {}
    for values in shapes:
        fitting = (
            day + time
            for day in days
            for time in TIMES
            if (time != "%H%M%S" or day == "%Y%m%d")
            and all(fits_format(one, day + time) for one in values)
        )
        found = next(fitting, None)
        if found is None:
            return []
        formats[found] = None
    return [*formats]


def fits_format(value: str, date_format: str) -> bool:
    """Return whether a text is a date in a format, from 1970 to 2099."""
    if "%Y%m%d" in date_format and not COMPACT.match(value):
        return False
    date = read_date(value, [date_format])
    return date is not None and 1970 <= date.year < 2100


def is_sorted(dates: list[datetime | None]) -> bool:
    """Return whether several different dates are sorted, up or down."""
    known = [one for one in dates if one is not None]
    in_order = sorted(known)
    return len({*known}) >= MIN_SORTED and known in (in_order, in_order[::-1])


def read_date(value: str, formats: list[str]) -> datetime | None:
    """Return a date without its time zone; None if no format reads it."""
    for one in formats:
        try:
            return datetime.strptime(value, one).replace(tzinfo=None)
        except ValueError:
            continue
    return None


def likeliest(
    alternatives: list[list[str]], values: list[str]
) -> tuple[list[str], bool]:
    """Return the likeliest list of formats, and whether another one may be right.

    Most files are sorted by date. If the dates are sorted with only one list, that list
    is taken to be right.
    """
    readings = [[read_date(one, formats) for one in values] for formats in alternatives]
    orderly = [place for place, dates in enumerate(readings) if is_sorted(dates)]
    if len(alternatives) > 1 and len(orderly) == 1:
        return alternatives[orderly[0]], False
    return alternatives[0], any(dates != readings[0] for dates in readings)

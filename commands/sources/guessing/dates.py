"""How the dates of a column may be written."""

import re
from datetime import datetime

# What is read without a format (docs/sources.md).
ISO = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d?:\d\d(:\d\d([.,]\d+)?)?( ?[AP]M)?"
    r"( ?(Z|UTC|[+-]\d\d(:?\d\d)?))?)?",
    re.I,
)
DAYS = (
    *("%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d"),
    *(
        "%d %b %y",
        "%d-%b-%y",
        "%d-%b-%Y",
        "%b-%d-%y",
        "%b-%d-%Y",
        "%d %b %Y",
        "%d %B %Y",
        "%b %d, %Y",
        "%B %d, %Y",
    ),
    *("%b %d %Y", "%d/%b/%Y", "%a %d %b %Y", "%a %b %d %Y"),
)
# Only a day above twelve tells these from those.
DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d-%m-%y")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y")
TIMES = (
    *("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %I:%M%p"),
    *("T%H:%M:%S", "T%H:%M", ", %H:%M:%S", ", %H:%M", ", %I:%M:%S %p", ", %I:%M %p"),
    *(" %H:%M:%S.%f", " %H:%M:%S %z", " %H:%M %z", "%H%M%S"),
)
# Eight digits, and six more where a time follows at once.
COMPACT = re.compile(r"\d{8}(\d{6})?(\D|$)")
# From 1990 to 2100.
EPOCH = re.compile(r"(6[3-9]\d|[7-9]\d\d|[1-3]\d\d\d|40\d\d)\d{6}(\.0*)?")
EPOCH_MS = re.compile(r"(6[3-9]\d|[7-9]\d\d|[1-3]\d\d\d|40\d\d)\d{9}(\.0*)?")
# Fewer days may stand in order by chance.
IN_ORDER = 5
# The shortest date, such as 1/2/24.
SHORTEST = 6


def is_iso(value: str) -> bool:
    """Return whether a text is a date of ISO 8601 or near to it."""
    return bool(ISO.fullmatch(value))


def is_epoch(value: str) -> bool:
    """Return whether a text may be seconds or milliseconds since 1970."""
    return bool(EPOCH.fullmatch(value) or EPOCH_MS.fullmatch(value))


def formats_of(values: list[str]) -> list[list[str]]:
    """Return the ways to read a column of dates, the likelier first.

    Parameters
    ----------
    values : list of str
        Without those that are empty.

    Returns
    -------
    list of lists of str
        Each way is the formats that together read all values, without those that
        need none; `[[]]` for ISO dates alone, nothing where the values are no dates.
    """
    rest = list(dict.fromkeys(one for one in values if not is_iso(one)))
    if not rest:
        return [[]] if values else []
    for name, pattern in (("epoch", EPOCH), ("epoch_ms", EPOCH_MS)):
        if all(map(pattern.fullmatch, rest)):
            return [[name]]
    if any(len(one) < SHORTEST or not re.search(r"\d", one) for one in rest):
        return []
    shapes = by_shape(rest)
    ways = [way_of(shapes, DAYS + order) for order in (DAY_FIRST, MONTH_FIRST)]
    return [way for place, way in enumerate(ways) if way and way not in ways[:place]]


def by_shape(values: list[str]) -> list[list[str]]:
    """Return values in groups that look alike but for their digits and letters."""
    groups: dict[str, list[str]] = {}
    for one in values:
        shape = re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "9", one))
        groups.setdefault(shape, []).append(one)
    return [*groups.values()]


def way_of(shapes: list[list[str]], days: tuple[str, ...]) -> list[str]:
    """Return a format for each shape of dates; nothing where one has none."""
    way: dict[str, None] = {}
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
        way[found] = None
    return [*way]


def fits_format(value: str, date_format: str) -> bool:
    """Return whether a text is a date in a format, of a year that can be."""
    if "%Y%m%d" in date_format and not COMPACT.match(value):
        return False
    try:
        return 1970 <= datetime.strptime(value, date_format).year < 2100
    except ValueError:
        return False


def in_order(values: list[str], formats: list[str]) -> bool:
    """Return whether dates stand in order, up or down, if they are read by formats."""
    moments = [read_date(one, formats) for one in values]
    known = [one for one in moments if one is not None]
    return len(set(known)) >= IN_ORDER and known in (sorted(known), sorted(known)[::-1])


def read_date(value: str, formats: list[str]) -> datetime | None:
    """Return a date without its time zone; None where no format reads it."""
    for one in formats:
        try:
            return datetime.strptime(value, one).replace(tzinfo=None)
        except ValueError:
            continue
    return None


def likeliest(ways: list[list[str]], values: list[str]) -> tuple[list[str], bool]:
    """Return the way to take, and whether nothing tells it from others.

    Files are mostly sorted by their dates: where only one way gives days in order, that
    is the one.
    """
    sorted_ways = [way for way in ways if in_order(values, way)]
    if len(ways) > 1 and len(sorted_ways) == 1:
        return sorted_ways[0], False
    different = {tuple(read_date(one, way) for one in values) for way in ways}
    return ways[0], len(different) > 1

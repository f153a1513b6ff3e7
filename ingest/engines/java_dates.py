"""Date formats of strptime, translated to Java's letters for Spark."""

import re

from ingest.errors import OrdersError

# Java's letters for numbers of one or two digits, by the letter of strptime.
JAVA_LETTERS = {
    **{"Y": "y", "m": "M", "d": "d", "H": "H", "M": "m", "S": "s", "y": "yy"},
    **{"I": "h", "p": "a", "b": "MMM", "B": "MMMM", "f": "SSSSSS"},
    **{"z": "X", "Z": "VV", "%": "%"},
}
# Java's letters for numbers of a fixed width, which adjacent numbers (`20240131`) need.
JAVA_WIDTHS = {
    **{"Y": "yyyy", "m": "MM", "d": "dd", "H": "HH", "M": "mm", "S": "ss"},
    **{"y": "yy", "I": "hh"},
}


def java_format(date_format: str) -> str:
    """Return a format of strptime as Java writes it."""
    # In this list, plain texts alternate with letters of strptime.
    parts = re.split("%(.)", date_format.replace("%T", "%H:%M:%S"))
    pattern = quote_letters(parts[0])
    for place in range(1, len(parts), 2):
        letter, after = parts[place], parts[place + 1]
        if letter not in JAVA_LETTERS:
            raise OrdersError(
                f"The date format '{date_format}' has %{letter}, which Spark does not "
                "read: build on DuckDB."
            )
        is_next_to_digits = (
            (place > 1 and not parts[place - 1] and parts[place - 2] in JAVA_WIDTHS)
            or (not after and "".join(parts[place + 2 : place + 3]) in JAVA_WIDTHS)
        ) and letter in JAVA_WIDTHS
        letters = JAVA_WIDTHS if is_next_to_digits else JAVA_LETTERS
        pattern += letters[letter] + quote_letters(after)
    return pattern


def quote_letters(text: str) -> str:
    """Return text with its letters in quotes, so that Java reads them as letters."""
    return re.sub("[A-Za-z]", r"'\g<0>'", text)

"""Read numbers and currencies in the styles of different countries."""

import re
from decimal import Decimal

from ingest.sql.numbers import CURRENCIES as KNOWN

# Only codes of real currencies count: ids such as ORD1001 are no money.
CODES = "|".join(one for one in KNOWN if one.isupper())
SIGN = rf"(?:[$€£¥₹]|R\$|US\$|zł|kr\.?|Kr\.?|Fr\.?|{CODES})"
GAP = "[ '’\u00a0\u202f]"
WHOLE = {
    "point": rf"(?:\d{{1,3}}(?:(?:,|{GAP})\d{{3}})+|\d+)(?:\.\d+)?|\.\d+",
    "comma": rf"(?:\d{{1,3}}(?:(?:\.|{GAP})\d{{3}})+|\d+)(?:,\d+)?|,\d+",
}
NUMBER = {
    style: re.compile(
        rf"(?P<open>\()?(?P<minus>[-−+]?)\s*(?P<before>{SIGN})?\s*(?P<minus2>[-−+]?)"
        rf"(?P<digits>{digits})\s*(?P<after>{SIGN}|%)?(?P<minus3>-?)\)?"
    )
    for style, digits in WHOLE.items()
}
CURRENCIES = {"€": "EUR", "£": "GBP", "zł": "PLN", "₹": "INR", "R$": "BRL"}


def read_number(value: str, style: str) -> Decimal | None:
    """Return a number in the style `point` or `comma`; None for other texts."""
    found = NUMBER[style].fullmatch(value.strip())
    if not found:
        return None
    digits = re.sub(GAP, "", found["digits"])
    group, mark = (",", ".") if style == "point" else (".", ",")
    number = Decimal(digits.replace(group, "").replace(mark, "."))
    signs = found["minus"] + found["minus2"] + found["minus3"]
    negative = found["open"] or "-" in signs or "−" in signs
    return -number if negative else number


def styles_of(values: list[str]) -> set[str]:
    """Return the styles in which all values are numbers."""
    return {
        style
        for style, pattern in NUMBER.items()
        if values and all(pattern.fullmatch(one.strip()) for one in values)
    }


def sign_of(value: str) -> str:
    """Return the currency sign, currency code or % beside a number, if any."""
    for pattern in NUMBER.values():
        found = pattern.fullmatch(value.strip())
        if found:
            return found["before"] or found["after"] or ""
    return ""


def currency_of(values: list[str]) -> str:
    """Return the code of the currency beside all numbers, if there is one.

    A dollar sign has no code here, because many currencies use it.
    """
    signs = {sign_of(one) for one in values}
    if len(signs) != 1:
        return ""
    sign = signs.pop()
    return CURRENCIES.get(sign, sign if re.fullmatch("[A-Z]{3}", sign) else "")

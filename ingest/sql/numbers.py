"""Numbers with currencies, percent signs and thousands separators.

Only a text that the engine cannot read as a number is parsed here.
"""

from ingest.engines.duckdb_dialect import BLANKS, DuckDB

CURRENCIES = (
    *"EUR USD GBP CHF JPY CNY AUD CAD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN".split(),
    *"TRY UAH RUB INR IDR MYR SGD HKD TWD KRW THB PHP VND BRL MXN ARS CLP COP".split(),
    *"PEN UYU ZAR EGP NGN KES MAD ILS AED SAR QAR KWD BHD OMR JOD".split(),
    *"kr kč zł ft fr sfr lei лв руб rs rm rp r tl".split(),
)
BLANK = f"[{BLANKS}\t]"
# The signs and brackets around negative numbers, and those around positive numbers.
NEGATIVE, POSITIVE = ("-", "−", "()"), ("", "+")
# The numbers of the groups in the regular expression.
NUMBER, PERCENT = 4, 7
SIGNS = (1, 2, 3, 5, 6, 8)


def parse_number(text: str, type_: str, block, dialect: DuckDB, is_rate: bool) -> str:
    """Return the SQL of a text as a decimal; NULL where it is no number.

    The text has no blanks around it. `block.decimal_comma` decides what a comma means,
    and `is_rate` whether a percent sign is allowed.
    """
    mark, group = (",", ".") if block.decimal_comma else (".", ",")
    pattern = dialect.literal(pattern_of(mark, group, is_rate))
    found = f"regexp_extract({text}, {pattern}, {NUMBER})"
    other = dialect.literal(f"[^0-9{mark}]")
    digits = dialect.replace_all(found, other, "''")
    digits = f"replace({digits}, '{mark}', '.')"
    number = dialect.try_number(digits, type_)
    if is_rate:
        hundredth = f"{dialect.try_number(digits, 'decimal(18, 8)')} * 0.01"
        number = (
            f"case when regexp_extract({text}, {pattern}, {PERCENT}) = '%' "
            f"then {dialect.try_cast(hundredth, type_)} else {number} end"
        )
    groups = dialect.literal("".join(f"{dialect.group_sign}{one}" for one in SIGNS))
    signs = dialect.replace_all(text, pattern, groups)
    positive, negative = (
        ", ".join(map(dialect.literal, words)) for words in (POSITIVE, NEGATIVE)
    )
    return (
        f"case when {text} = '' then null when {signs} in ({positive}) then {number} "
        f"when {signs} in ({negative}) then -({number}) end"
    )


def pattern_of(mark: str, group: str, is_rate: bool) -> str:
    """Return the regular expression of a number, which both engines read.

    A number has only one kind of thousands separator. `12,-` is twelve, `12-` is minus
    twelve.
    """
    threes = "|".join(
        f"[1-9][0-9]{{0,2}}(?:{one}[0-9]{{3}})+"
        for one in (f"[{group}]", BLANK, "['’]")
    )
    fraction = f"(?:[{mark}](?:[-–—]{{1,2}}|[0-9]*))?"
    number = f"((?:{threes}|[0-9]+){fraction}|[{mark}][0-9]+)"
    words = "|".join(sorted(CURRENCIES, key=len, reverse=True))
    currency = rf"(?:[A-Za-z]{{0,3}}\p{{Sc}}|(?i:{words})[.]?)?"
    percent = "(%)?" if is_rate else "()"
    parts = [
        *(r"\A([(])?", "([-−+])?", currency, "([-−+])?", number, "([-−])?"),
        *(currency, "([-−])?", percent, r"([)])?\z"),
    ]
    return f"{BLANK}*".join(parts)

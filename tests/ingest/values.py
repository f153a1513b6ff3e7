"""Values of sources and their expected columns on DuckDB and Spark."""

import itertools
from dataclasses import replace

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ORDERS
from ingest.sql.lines import select_lines
from ingest.sql.values import raw

BLOCK = SourceBlock(
    "mine",
    date_formats=[
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%dT%H:%M:%S.%f",
        "%Y-%m-%dT%H:%M:%S",
        "%d/%m/%Y",
        "%d.%m.%y %I:%M %p",
        "%d %b %Y",
        "%Y%m%d",
    ],
    time_zone="Europe/Berlin",
)
# Blocks: one reads dates that are counts of seconds, the other numbers with a decimal
# comma.
COUNTED = replace(BLOCK, date_formats=["epoch", "epoch_ms", "%d.%m.%Y"])
EUROPEAN = replace(BLOCK, decimal_comma=True)
INSTANT = "cast('2024-07-01 10:00:00+00' as timestamptz)"
WALL_CLOCK = "timestamp '2024-07-01 10:00:00.25'"
# Each case has a column, its type in the source, a value in SQL, and the expected
# value.
CASES = [
    # An id is text. A whole number in a float column has no `.0`.
    ("customer_id", "VARCHAR", "' 12.0 '", "12"),
    ("customer_id", "VARCHAR", "'-7.000'", "-7"),
    ("customer_id", "VARCHAR", "'12.5'", "12.5"),
    ("customer_id", "VARCHAR", "'00042'", "00042"),
    ("customer_id", "VARCHAR", "' \u3000'", None),
    ("customer_id", "BIGINT", "42", "42"),
    ("customer_id", "DOUBLE", "cast(42 as double)", "42"),
    ("customer_id", "DOUBLE", "cast(10000000 as double)", "10000000"),
    ("customer_id", "DOUBLE", "cast(12097.683 as double)", "12097.683"),
    ("customer_id", "VARCHAR", "'12.0\n'", "12.0\n"),
    ("customer_id", "DOUBLE", "cast(12345678.5 as double)", "12345678.5"),
    ("customer_id", "DECIMAL(9,2)", "cast(7 as decimal(9, 2))", "7"),
    ("market", "VARCHAR", "'\u00a0 tea\u2009'", "tea"),
    ("market", "VARCHAR", "''", None),
    ("market", "BIGINT", "5", "5"),
    ("market", "DOUBLE", "cast(4006381333931 as double)", "4006381333931.0"),
    ("market", "DOUBLE", "cast(0.00025 as double)", "0.00025"),
    # A text that is not clearly a number is not read as one.
    ("sales_amount", "VARCHAR", "' 12.34565'", "12.3457"),
    ("sales_amount", "VARCHAR", "'-1e3'", "-1000.0000"),
    ("sales_amount", "VARCHAR", "'1,5'", None),
    ("sales_amount", "VARCHAR", "'\u0663'", None),
    ("sales_amount", "VARCHAR", "'1e400'", None),
    ("sales_amount", "VARCHAR", "'nan'", None),
    ("sales_amount", "BIGINT", "7", "7.0000"),
    ("sales_amount", "DOUBLE", "cast(12.3 as double)", "12.3000"),
    # The double of 12.34565 is a little less. A half is rounded away from zero.
    ("sales_amount", "DOUBLE", "cast(-12.34565 as double)", "-12.3456"),
    ("sales_amount", "DOUBLE", "cast(-0.03125 as double)", "-0.0313"),
    ("sales_amount", "DOUBLE", "cast(99999999999.1234 as double)", "99999999999.1234"),
    ("sales_amount", "DOUBLE", "cast(4.9999999999999996e-5 as double)", "0.0000"),
    # A large double keeps all digits, not only the digits of its shortest text.
    (
        "sales_amount",
        "DOUBLE",
        "cast(-450359962737.0497 as double)",
        "-450359962737.0497",
    ),
    (
        "sales_amount",
        "DOUBLE",
        "cast(99999999999999.98 as double)",
        "99999999999999.9872",
    ),
    ("sales_amount", "DOUBLE", "cast(1e14 as double)", None),
    ("sales_amount", "FLOAT", "cast(0.1 as float)", "0.1000"),
    ("sales_amount", "DOUBLE", "cast('nan' as double)", None),
    ("sales_amount", "DOUBLE", "cast(1e300 as double)", None),
    ("sales_amount", "DECIMAL(30,10)", "cast(1.23456 as decimal(30, 10))", "1.2346"),
    # For text, only the formats of the block are tried.
    ("ordered_at", "VARCHAR", "'2024-01-02 03:04:05'", "2024-01-02 03:04:05"),
    ("ordered_at", "VARCHAR", "'2024-1-2 3:4:5'", "2024-01-02 03:04:05"),
    ("ordered_at", "VARCHAR", "'2024-02-30 03:04:05'", None),
    ("ordered_at", "VARCHAR", "'31/12/2023'", "2023-12-31 00:00:00"),
    ("ordered_at", "VARCHAR", "'12/31/2023'", None),
    # A time with an offset is converted to the local time of the source.
    ("ordered_at", "VARCHAR", "'2024-07-01T10:00:00+0000'", "2024-07-01 12:00:00"),
    ("ordered_at", "VARCHAR", "'2024-07-01T10:00:00-05:30'", "2024-07-01 17:30:00"),
    ("ordered_at", "VARCHAR", "'2024-07-01T10:00:00+00'", "2024-07-01 12:00:00"),
    # A time without an offset is not converted.
    ("ordered_at", "VARCHAR", "'2024-07-01T10:00:00'", "2024-07-01 10:00:00"),
    ("ordered_at", "VARCHAR", "'2024-07-01T10:00:00.25'", "2024-07-01 10:00:00.25"),
    ("ordered_at", "VARCHAR", "'19970131'", "1997-01-31 00:00:00"),
    ("ordered_at", "VARCHAR", "'31.12.68 12:30 am'", "2068-12-31 00:30:00"),
    ("ordered_at", "VARCHAR", "'1.2.69 1:05 PM'", "1969-02-01 13:05:00"),
    ("ordered_at", "VARCHAR", "' 3 mar 2024 '", "2024-03-03 00:00:00"),
    ("ordered_at", "DATE", "date '2024-07-01'", "2024-07-01 00:00:00"),
]
TYPED_MOMENTS = [
    ("ordered_at", "TIMESTAMP", WALL_CLOCK, "2024-07-01 10:00:00.25"),
    ("ordered_at", "TIMESTAMP WITH TIME ZONE", INSTANT, "2024-07-01 12:00:00"),
]
# Numbers in the usual spellings of shop systems.
MONEY = [
    ("sales_amount", "VARCHAR", "'$1,234.50'", "1234.5000"),
    ("sales_amount", "VARCHAR", "' EUR 12.50'", "12.5000"),
    ("sales_amount", "VARCHAR", "'US$ 7'", "7.0000"),
    ("sales_amount", "VARCHAR", "'1 234 567.8 kr'", "1234567.8000"),
    ("sales_amount", "VARCHAR", "'1 234 567.8 kr'", "1234567.8000"),
    ("sales_amount", "VARCHAR", "'1 234 zł'", "1234.0000"),
    ("sales_amount", "VARCHAR", "'Fr. 1’234.5'", "1234.5000"),
    ("sales_amount", "VARCHAR", "'(12.50)'", "-12.5000"),
    ("sales_amount", "VARCHAR", "'($ 12.50)'", "-12.5000"),
    ("sales_amount", "VARCHAR", "'12.50-'", "-12.5000"),
    ("sales_amount", "VARCHAR", "'12.50- EUR'", "-12.5000"),
    ("sales_amount", "VARCHAR", "'-£12.50'", "-12.5000"),
    ("sales_amount", "VARCHAR", "'−12.50'", "-12.5000"),
    ("sales_amount", "VARCHAR", "'CHF 12.-'", "12.0000"),
    ("sales_amount", "VARCHAR", "'$0.00005'", "0.0001"),
    # Only groups of three digits may be separated.
    ("sales_amount", "VARCHAR", "'1,234'", "1234.0000"),
    ("sales_amount", "VARCHAR", "'0,123'", None),
    ("sales_amount", "VARCHAR", "'12,34'", None),
    ("sales_amount", "VARCHAR", "'1,2345'", None),
    ("sales_amount", "VARCHAR", "'1,234 567'", None),
    # Only one minus is allowed, and a word is no amount.
    ("sales_amount", "VARCHAR", "'(-12.50)'", None),
    ("sales_amount", "VARCHAR", "'-12.50-'", None),
    ("sales_amount", "VARCHAR", "'12 pcs'", None),
    ("sales_amount", "VARCHAR", "'$'", None),
    ("sales_amount", "VARCHAR", "'$12\n'", None),
    # An amount in percent has no meaning.
    ("sales_amount", "VARCHAR", "'10 %'", None),
    ("discount_rate", "VARCHAR", "'10 %'", "0.100000"),
    ("discount_rate", "VARCHAR", "'12.34567%'", "0.123457"),
    ("discount_rate", "VARCHAR", "'0.1'", "0.100000"),
]
MONEY_EUROPEAN = [
    ("sales_amount", "VARCHAR", "'1.234,50 €'", "1234.5000"),
    ("sales_amount", "VARCHAR", "'-1.234.567'", "-1234567.0000"),
    ("sales_amount", "VARCHAR", "'12,5'", "12.5000"),
    ("sales_amount", "VARCHAR", "'12,-- EUR'", "12.0000"),
    ("sales_amount", "VARCHAR", "'12.50'", None),
    ("sales_amount", "VARCHAR", "'1,234.50'", None),
    ("discount_rate", "VARCHAR", "'7,5 %'", "0.075000"),
]
# ISO dates, which every block reads even if none of its formats fits.
ISO = [
    ("shipped_at", "VARCHAR", f"'{text}'", expected)
    for text, expected in {
        "2024-07-01T10:00:00Z": "2024-07-01 12:00:00",
        "2024-07-01T10:00:00+01:00": "2024-07-01 11:00:00",
        "2024-07-01 10:00:00 +0530": "2024-07-01 06:30:00",
        "2024-07-01T10:00:00-05": "2024-07-01 17:00:00",
        "2024-07-01T10:00:00.125Z": "2024-07-01 12:00:00.125",
        "2024-07-01T10:00:00.1234567Z": "2024-07-01 12:00:00.123456",
        "2024-07-01 10:00:00,5": "2024-07-01 10:00:00.5",
        "2024-07-01 10:00 UTC": "2024-07-01 12:00:00",
        " 2024-07-01t10:00 ": "2024-07-01 10:00:00",
        "2024-07-01": "2024-07-01 00:00:00",
        "2024-07-01 10:00:00 PM": "2024-07-01 22:00:00",
        "2024-07-01 12:05 am": "2024-07-01 00:05:00",
        "2024-07-01T24:00:00": None,
        "2024-02-30T10:00:00Z": None,
        "2024-07-01T10:00:00+1": None,
        "01.07.2024T10:00:00Z": None,
    }.items()
]
EPOCHS = [
    ("ordered_at", "VARCHAR", "'1719828000'", "2024-07-01 12:00:00"),
    ("ordered_at", "VARCHAR", "' 1719828000.5'", "2024-07-01 12:00:00.5"),
    ("ordered_at", "VARCHAR", "'1719828000250'", "2024-07-01 12:00:00.25"),
    ("ordered_at", "BIGINT", "1719828000", "2024-07-01 12:00:00"),
    ("ordered_at", "DOUBLE", "cast(1719828000250 as double)", "2024-07-01 12:00:00.25"),
    ("ordered_at", "VARCHAR", "'1.7.2024'", "2024-07-01 00:00:00"),
    ("ordered_at", "VARCHAR", "'-1'", None),
    ("ordered_at", "VARCHAR", "'99999999999999999999999'", None),
]


# Each case has the SQL of the sales, the texts of two columns, and the expected sales.
EXPRESSIONS = [
    ('number("To pay") - coalesce(number(Back), 0)', "$12.50", " ", "12.5000"),
    ('number(file."To pay") * number(Back)', "19", "50 %", "9.5000"),
    ('number(concat("To pay", Back))', "1", "2", "12.0000"),
    ('number(quantity) * number("To pay")', "2.5", "x", "7.5000"),
    ('number("To pay") * quantity', "much", "x", None),
    ('case when moment(Back) < moment("To pay") then 1 else 0 end',)
    + ("2024-02-01T10:00:00Z", "31/01/2024", "1.0000"),
]


def question(dialect, cases, block=BLOCK) -> str:
    """Return one query of all cases. Its single row has each value as text."""
    asked, string = [], dialect.type("varchar")
    for number, (column, type_, value, _) in enumerate(cases):
        told = value.replace("timestamptz", dialect.type("timestamptz"))
        line = (
            "(select 'a.csv' as source_file, 1 as line_number, "
            f"cast(null as {string}) as line_reason, {told} as {raw(column)}) as line"
        )
        lines = select_lines(line, block, {column: type_}, dialect)
        asked.append(
            f"(select cast(max({column}) as {string}) from ({lines}) as l) "
            f"as case_{number}"
        )
    return f"select {', '.join(asked)}"


def question_of_expressions(dialect) -> str:
    """Return one query of all expressions. Each line has the quantity three."""
    asked, string = [], dialect.type("varchar")
    for number, (sql, to_pay, back, _) in enumerate(EXPRESSIONS):
        where = "coalesce(Back, '') != 'no'"
        block = replace(BLOCK, expressions={"sales_amount": [sql]}, where=where)
        own = {"topay": to_pay, "back": back}
        values = {key: own[name] for name, key in block.extra_keys.items()}
        values["quantity"] = "3"
        told = [
            f"{dialect.literal(text)} as {raw(key)}" for key, text in values.items()
        ]
        line = (
            "(select 'a.csv' as source_file, 1 as line_number, "
            f"cast(null as {string}) as line_reason, {', '.join(told)}) as line"
        )
        lines = select_lines(line, block, dict.fromkeys(values, "VARCHAR"), dialect)
        asked.append(
            f"(select cast(max(sales_amount) as {string}) from ({lines}) as l) "
            f"as case_{number}"
        )
    return f"select {', '.join(asked)}"


def answers(cases) -> list:
    """Return the expected values."""
    return [expected for *_, expected in cases]


# The queries that both engines run, each with its block.
QUESTIONS = {
    "values": (CASES + TYPED_MOMENTS, BLOCK),
    "money": (MONEY, BLOCK),
    "money_with_commas": (MONEY_EUROPEAN, EUROPEAN),
    "dates_of_iso": (ISO, COUNTED),
    "counts_of_seconds": (EPOCHS, COUNTED),
}


assert {name for name, *_ in itertools.chain(CASES, TYPED_MOMENTS)} <= {
    *ORDERS.column_names
}

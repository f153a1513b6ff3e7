"""SQL of one value as it came, read by the type of its column.

Text is parsed; what has a type keeps it. What cannot be read is NULL.
"""

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ID, LOWER_TEXT, TIMESTAMP, Column
from ingest.engines.duckdb_dialect import LARGEST_EXACT, DuckDB
from ingest.sql.numbers import parse_number
from ingest.sql.timestamps import EPOCHS, parse_epoch, parse_iso

TEXT = "VARCHAR"
INTEGERS = "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT"
DOUBLES = ("DOUBLE", "FLOAT")
# Of which ten percent are a tenth.
RATE = "discount_rate"
# Sales before they are rounded.
EXACT_AMOUNT = "decimal(30, 14)"


def raw(column: str) -> str:
    """Return what a column is called as it came."""
    return f"raw_{column}"


def read(column: Column, type_: str, block: SourceBlock, dialect: DuckDB) -> str:
    """Return a column as it came by its type, NULL where that cannot be done."""
    value = raw(column.name)
    if column.is_text:
        text = as_text(value, type_, dialect)
        if column.type == ID:
            return as_id(value, type_, dialect)
        return f"lower({text})" if column.type == LOWER_TEXT else text
    if column.type == TIMESTAMP:
        return as_moment(value, type_, block, dialect)
    is_rate = column.name == RATE
    return as_number(value, type_, column.type, block, dialect, is_rate)


def as_text(value: str, type_: str, dialect: DuckDB) -> str:
    """Return a value as text without blanks around it; nothing but blanks is NULL."""
    if type_ in DOUBLES:
        return dialect.double_as_text(value)
    if type_ != TEXT:
        return f"cast({value} as {dialect.type('varchar')})"
    return f"nullif({dialect.trim(value)}, '')"


def as_id(value: str, type_: str, dialect: DuckDB) -> str:
    """Return an id as text; a whole number that came as a float has no `.0`."""
    text = as_text(value, type_, dialect)
    if type_ in INTEGERS.split():
        return text
    if type_ in DOUBLES:
        is_whole = f"{value} = floor({value}) and abs({value}) < {LARGEST_EXACT}"
        return f"case when {is_whole} then {dialect.whole(value)} else {text} end"
    return dialect.id(value if type_ == TEXT else text)


def is_number(type_: str) -> bool:
    """Return whether a type is that of a number."""
    return type_ in DOUBLES or type_ in INTEGERS.split() or type_.startswith("DECIMAL")


def is_moment(type_: str) -> bool:
    """Return whether a type is that of a date or a time, which has no format."""
    return type_ == "DATE" or type_.startswith("TIMESTAMP")


def as_moment(value: str, type_: str, block: SourceBlock, dialect: DuckDB) -> str:
    """Return wall clock time in the time zone of the source."""
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return dialect.on_clocks(value, block.time_zone)
    if is_moment(type_):
        return f"cast({value} as {dialect.type(TIMESTAMP)})"
    text = value if type_ == TEXT else as_text(value, type_, dialect)
    bare = dialect.trim(text)
    # To take blanks away takes longer than to read a date, and few have any.
    options = [
        parse_format(written, one, block.time_zone, dialect)
        for written in (text, bare)
        for one in block.date_formats
    ]
    options.append(parse_iso(bare, block.time_zone, dialect))
    return (
        f"cast(coalesce({', '.join([*options, 'null'])}) as {dialect.type(TIMESTAMP)})"
    )


def parse_format(text: str, date_format: str, zone: str, dialect: DuckDB) -> str:
    """Return text in one of the formats of a block as wall clock time."""
    if date_format in EPOCHS:
        return parse_epoch(text, date_format, zone, dialect)
    return dialect.moment(text, date_format, zone)


def as_number(value, type_, number_type, block, dialect, is_rate=False) -> str:
    """Return a decimal; nothing is guessed of what a comma or a point means."""
    if type_ in DOUBLES:
        return dialect.try_double(value, number_type)
    if type_ in INTEGERS.split() or type_.startswith("DECIMAL"):
        return dialect.try_cast(value, number_type)
    if type_ != TEXT:
        return dialect.try_number(as_text(value, type_, dialect), number_type)
    text = dialect.trim(value)
    plain = dialect.try_number(text, number_type)
    if block.decimal_comma:
        # A point stands between thousands, if at all: 12.50 would be 1,250.
        number = dialect.try_number(f"replace({text}, ',', '.')", number_type)
        plain = f"case when not contains({text}, '.') then {number} end"
    as_money = parse_number(text, number_type, block, dialect, is_rate)
    return f"coalesce({plain}, {as_money})"


def rounding(type_: str | None, block: SourceBlock, dialect: DuckDB) -> str:
    """Return what the rounding to four places added to a line's sales."""
    value, nothing = raw("sales_amount"), "cast(null as decimal(38, 14))"
    if type_ is None:
        return nothing
    amount = as_number(value, type_, "decimal(18, 4)", block, dialect)
    if type_ in DOUBLES:
        # The double next to the amount is what the amount was written as.
        added = (
            f"case when cast({amount} as {type_.lower()}) = {value} then 0 "
            f"else cast({amount} as double) - {value} end"
        )
        return f"cast({added} as decimal(38, 14))"
    exact = as_number(value, type_, EXACT_AMOUNT, block, dialect)
    return f"cast({amount} - {exact} as decimal(38, 14))"


def compute(column: Column, sql: str, dialect: DuckDB) -> str:
    """Return what an expression of the block gives, by the type of its column."""
    value = dialect.compute(sql, column.sql_type)
    if column.type == ID:
        return dialect.id(value)
    if column.is_text:
        text = as_text(value, TEXT, dialect)
        return f"lower({text})" if column.type == LOWER_TEXT else text
    return value

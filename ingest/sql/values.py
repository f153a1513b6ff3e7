"""Turn a raw value into the type of its column: texts are parsed, all other types cast.

A value that cannot be read is NULL.
"""

from ingest.blocks.source_block import SourceBlock
from ingest.datasets import ID, LOWER_TEXT, TIMESTAMP, Column
from ingest.engines.duckdb_dialect import LARGEST_EXACT, DuckDB
from ingest.sql.numbers import parse_number
from ingest.sql.timestamps import EPOCHS, parse_epoch, parse_iso

TEXT = "VARCHAR"
INTEGERS = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
)
DOUBLES = ("DOUBLE", "FLOAT")
# In this column, `10 %` is 0.1.
RATE = "discount_rate"
# The type of sales before rounding.
EXACT_AMOUNT = "decimal(30, 14)"
ROUNDING = "decimal(38, 14)"


def raw(column: str) -> str:
    """Return the name of the raw column for a canonical or extra column."""
    return f"raw_{column}"


def raw_or_null(column: str, type_: str, dialect: DuckDB) -> str:
    """Return a raw column, with NULL for a text of blanks."""
    return as_text(raw(column), type_, dialect) if type_ == TEXT else raw(column)


def typed_value(column: Column, type_: str, block: SourceBlock, dialect: DuckDB) -> str:
    """Return the SQL of a raw column in the type of its column."""
    value = raw(column.name)
    if column.type == ID:
        return as_id(value, type_, dialect)
    if column.is_text:
        return cased(column, as_text(value, type_, dialect))
    if column.type == TIMESTAMP:
        return as_timestamp(value, type_, block, dialect)
    is_rate = column.name == RATE
    return as_number(value, type_, column.type, block, dialect, is_rate)


def computed_value(column: Column, sql: str, dialect: DuckDB) -> str:
    """Return the SQL of a block's expression in the type of its column."""
    value = dialect.typed_expression(sql, column.sql_type)
    if column.type == ID:
        return dialect.id(value)
    return cased(column, as_text(value, TEXT, dialect)) if column.is_text else value


def cased(column: Column, text: str) -> str:
    """Return text in lower case, if its column is in lower case."""
    return f"lower({text})" if column.type == LOWER_TEXT else text


def as_text(value: str, type_: str, dialect: DuckDB) -> str:
    """Return a value as text without blanks around it; a text of blanks is NULL."""
    if type_ in DOUBLES:
        return dialect.double_as_text(value)
    if type_ != TEXT:
        return f"cast({value} as {dialect.type('varchar')})"
    return f"nullif({dialect.trim(value)}, '')"


def as_id(value: str, type_: str, dialect: DuckDB) -> str:
    """Return an id as text; a whole float has no `.0`."""
    text = as_text(value, type_, dialect)
    if type_ in INTEGERS:
        return text
    if type_ in DOUBLES:
        is_whole = f"{value} = floor({value}) and abs({value}) < {LARGEST_EXACT}"
        whole = f"cast(cast({value} as bigint) as {dialect.type('varchar')})"
        return f"case when {is_whole} then {whole} else {text} end"
    return dialect.id(value if type_ == TEXT else text)


def is_number(type_: str) -> bool:
    """Return whether a DuckDB type is a number."""
    return type_ in DOUBLES or type_ in INTEGERS or type_.startswith("DECIMAL")


def is_timestamp(type_: str) -> bool:
    """Return whether a DuckDB type is a date or a time."""
    return type_ == "DATE" or type_.startswith("TIMESTAMP")


def as_timestamp(value: str, type_: str, block: SourceBlock, dialect: DuckDB) -> str:
    """Return a value as local time in the time zone of the source."""
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return dialect.local_time(value, block.time_zone)
    timestamp = dialect.type(TIMESTAMP)
    if is_timestamp(type_):
        return f"cast({value} as {timestamp})"
    text = value if type_ == TEXT else as_text(value, type_, dialect)
    bare = dialect.trim(text)
    # All formats are first tried without trimming: few dates have blanks around them,
    # and trimming takes longer than reading a date.
    options = [
        parse_epoch(option, date_format, block.time_zone, dialect)
        if date_format in EPOCHS
        else dialect.timestamp(option, date_format, block.time_zone)
        for option in (text, bare)
        for date_format in block.date_formats
    ]
    options.append(parse_iso(bare, block.time_zone, dialect))
    return f"cast(coalesce({', '.join([*options, 'null'])}) as {timestamp})"


def as_number(value, type_, number_type, block, dialect, is_rate=False) -> str:
    """Return a value as a decimal; the block decides what commas and points mean."""
    if type_ in DOUBLES:
        return dialect.try_double(value, number_type)
    if is_number(type_):
        return dialect.try_cast(value, number_type)
    if type_ != TEXT:
        return dialect.try_number(as_text(value, type_, dialect), number_type)
    text = dialect.trim(value)
    plain = dialect.try_number(text, number_type)
    if block.decimal_comma:
        # With a decimal comma, a point can only separate thousands: the engine's cast
        # would read 1.250 as a fraction.
        number = dialect.try_number(f"replace({text}, ',', '.')", number_type)
        plain = f"case when not contains({text}, '.') then {number} end"
    formatted = parse_number(text, number_type, block, dialect, is_rate)
    return f"coalesce({plain}, {formatted})"


def rounding_amount(type_: str | None, block: SourceBlock, dialect: DuckDB) -> str:
    """Return rounded minus exact sales of a line; rounded sales have four places."""
    if type_ is None:
        return f"cast(null as {ROUNDING})"
    value = raw("sales_amount")
    amount = as_number(value, type_, "decimal(18, 4)", block, dialect)
    if type_ in DOUBLES:
        # If the double is the one nearest to the rounded amount, it counts as exact.
        added = (
            f"case when cast({amount} as {type_.lower()}) = {value} then 0 "
            f"else cast({amount} as double) - {value} end"
        )
        return f"cast({added} as {ROUNDING})"
    exact = as_number(value, type_, EXACT_AMOUNT, block, dialect)
    return f"cast({amount} - {exact} as {ROUNDING})"

"""SQL of one value as it came, read by the type of its column.

Text is parsed; what has a type keeps it. What cannot be read is NULL.
"""

from ingest.contents import ID, MOMENT, WORD, Column
from ingest.dialects import LARGEST_EXACT, DuckDB
from ingest.sources import SourceBlock

TEXT = "VARCHAR"
INTEGERS = "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT"
DOUBLES = ("DOUBLE", "FLOAT")
# Sales before they are rounded.
EXACT = "decimal(30, 14)"


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
        return f"lower({text})" if column.type == WORD else text
    if column.type == MOMENT:
        return as_moment(value, type_, block, dialect)
    return as_number(value, type_, column.type, block, dialect)


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


def is_moment(type_: str) -> bool:
    """Return whether a type is that of a date or a time, which has no format."""
    return type_ == "DATE" or type_.startswith("TIMESTAMP")


def as_moment(value: str, type_: str, block: SourceBlock, dialect: DuckDB) -> str:
    """Return wall clock time in the time zone of the source."""
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return dialect.on_clocks(value, block.time_zone)
    if is_moment(type_):
        return f"cast({value} as {dialect.type(MOMENT)})"
    text = value if type_ == TEXT else as_text(value, type_, dialect)
    # To take blanks away takes longer than to read a date, and few have any.
    formats = [
        dialect.moment(written, one, block.time_zone)
        for written in (text, dialect.trim(text))
        for one in block.date_formats
    ]
    return f"cast(coalesce({', '.join([*formats, 'null'])}) as {dialect.type(MOMENT)})"


def as_number(value, type_, number_type, block: SourceBlock, dialect: DuckDB) -> str:
    """Return a decimal; nothing is guessed of what a comma or a point means."""
    if type_ in DOUBLES:
        return dialect.try_double(value, number_type)
    if type_ in INTEGERS.split() or type_.startswith("DECIMAL"):
        return dialect.try_cast(value, number_type)
    text = dialect.trim(value) if type_ == TEXT else as_text(value, type_, dialect)
    if block.decimal_comma and type_ == TEXT:
        text = f"replace(replace({text}, '.', ''), ',', '.')"
    return dialect.try_number(text, number_type)


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
    exact = as_number(value, type_, EXACT, block, dialect)
    return f"cast({amount} - {exact} as decimal(38, 14))"


def compute(column: Column, sql: str, dialect: DuckDB) -> str:
    """Return what an expression of the block gives, by the type of its column."""
    value = dialect.compute(sql, column.sql_type)
    if column.type == ID:
        return dialect.id(value)
    if column.is_text:
        text = as_text(value, TEXT, dialect)
        return f"lower({text})" if column.type == WORD else text
    return value
